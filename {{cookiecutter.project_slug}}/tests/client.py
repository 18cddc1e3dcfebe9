"""Requests with tokens, each from a client of its own."""

from datetime import timedelta
from typing import Any

import jwt
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests import transport
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

Tokens = dict[str, Any]


def log_in(user: User, **more: Any) -> Any:
    """Log in; arguments are added to the body, or replace a part of it."""
    body = {User.USERNAME_FIELD: user.get_username(), "password": PASSWORD, **more}
    return transport.new_client().post(reverse("token_obtain_pair"), body)


def new_tokens(user: User) -> Tokens:
    """Log in, and return the tokens."""
    response = log_in(user)
    assert response.status_code == 200
    return transport.tokens_in(response)


def with_token(access: str) -> APIClient:
    """Return a client that sends an access token with each request."""
    client = transport.new_client()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return client


def me(access: str) -> Any:
    """Get the profile of an access token's user."""
    return with_token(access).get(reverse("me"))


def change_password(access: str) -> Any:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    return with_token(access).post(reverse("password_change"), body)


def refresh(token: str) -> Any:
    return transport.refresh(transport.new_client(), token)


def refreshed(token: str) -> Tokens:
    """Refresh with a valid token, and return the new tokens."""
    response = refresh(token)
    assert response.status_code == 200
    return transport.tokens_in(response)


def verify(token: str) -> Any:
    return transport.new_client().post(reverse("token_verify"), {"token": token})


def claims(token: str) -> dict[str, Any]:
    """Read the claims of a token without verifying it."""
    found: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return found


def after(seconds: float, *, tick: bool = True) -> time_machine.travel:
    """Move the time by seconds from now."""
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=tick)
