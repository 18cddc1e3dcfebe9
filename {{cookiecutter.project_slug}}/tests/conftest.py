"""Somebody who can log in, and the client they use."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User

PASSWORD = "correct horse battery staple"


def make_user(address: str, **fields: Any) -> User:
    """Make a user who logs in with this address, be it as their user name."""
    names = {"email": address, User.USERNAME_FIELD: address}
    return User.objects.create_user(password=PASSWORD, **names, **fields)


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def user(db: None) -> User:
    return make_user("ann@example.com", first_name="Ann", last_name="Smith")


@pytest.fixture
def credentials(user: User) -> dict[str, str]:
    return {User.USERNAME_FIELD: user.get_username(), "password": PASSWORD}


@pytest.fixture
def tokens(api: APIClient, credentials: dict[str, str]) -> dict[str, Any]:
    """What logging in answered."""
    response = api.post(reverse("token_obtain_pair"), credentials)
    assert response.status_code == 200
    return cast("dict[str, Any]", response.json())


@pytest.fixture
def me(api: APIClient) -> Callable[[str], Any]:
    """Ask for one's own profile with a token."""

    def get(access: str) -> Any:
        return api.get(reverse("me"), headers={"authorization": f"Bearer {access}"})

    return get


@pytest.fixture
def refresh(api: APIClient) -> Callable[[str], Any]:
    """Refresh with a token."""

    def post(token: str) -> Any:
        return api.post(reverse("token_refresh"), {"refresh": token})

    return post
