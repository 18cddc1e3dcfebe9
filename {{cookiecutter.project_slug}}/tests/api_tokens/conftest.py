from typing import Any

import pytest
from django.urls import reverse

from tests import transport
from tests.api.conftest import lines
from tests.conftest import PASSWORD
from users.models import User

__all__ = ["lines"]

API_TOKEN = reverse("api_token")


def obtain(user: User, password: str = PASSWORD, **options: Any) -> Any:
    """Exchange the name and the password of a user for the token."""
    body = {User.USERNAME_FIELD: user.get_username(), "password": password}
    return transport.new_client().post(API_TOKEN, body, **options)


def use(key: str, name: str = "me", method: str = "get", data: Any = None) -> Any:
    """Send a request with a token."""
    header = {"authorization": f"Token {key}"}
    return getattr(transport.new_client(), method)(reverse(name), data, headers=header)


@pytest.fixture
def key(user: User) -> str:
    """The user's token."""
    response = obtain(user)
    assert response.status_code == 200
    return str(response.json()["token"])
