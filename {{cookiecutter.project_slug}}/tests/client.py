"""Requests with tokens, each from a client of its own."""

from typing import Any

from django.urls import reverse

from tests import transport
from tests.conftest import PASSWORD
from users.models import User

Tokens = dict[str, Any]


def log_in(user: User) -> Any:
    name = {User.USERNAME_FIELD: user.get_username()}
    body = {**name, "password": PASSWORD}
    return transport.new_client().post(reverse("token_obtain_pair"), body)


def new_tokens(user: User) -> Tokens:
    """Log in, and return the tokens."""
    response = log_in(user)
    assert response.status_code == 200
    return transport.tokens_in(response)


def me(access: str) -> Any:
    """Get the profile of an access token's user."""
    header = {"authorization": f"Bearer {access}"}
    return transport.new_client().get(reverse("me"), headers=header)


def refresh(token: str) -> Any:
    return transport.refresh(transport.new_client(), token)


def refreshed(token: str) -> Tokens:
    """Refresh with a valid token, and return the new tokens."""
    response = refresh(token)
    assert response.status_code == 200
    return transport.tokens_in(response)
