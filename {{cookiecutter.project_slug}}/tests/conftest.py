"""Somebody who can log in, the client they use, and what their tokens say."""

import json
from collections.abc import Callable, Generator
from datetime import timedelta
from typing import Any
from unittest.mock import sentinel

import jwt
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tokens.keys import signing_key
from users.models import User
from users.serializers import UserSerializer

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "four quiet otters juggle teapots"

# A claim or a header that a token is to be signed without.
LEFT_OUT = sentinel.left_out


def make_user(address: str, **fields: Any) -> User:
    """Make a user who logs in with this address, be it as their user name."""
    names = {"email": address, User.USERNAME_FIELD: address}
    return User.objects.create_user(password=PASSWORD, **names, **fields)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Escape what was logged and is no text: pytest-xdist cannot send it."""
    report = yield
    report.sections = [
        (name, text.encode(errors="backslashreplace").decode())
        for name, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def nothing_was_tried_before() -> None:
    """Start counting anew, so that no test runs into the limits of another."""
    cache.clear()


@pytest.fixture
def api() -> APIClient:
    return transport.new_client()


@pytest.fixture
def user(db: None) -> User:
    return make_user("ann@example.com", first_name="Ann", last_name="Smith")


@pytest.fixture
def profile_queries(user: User) -> int:
    """How many queries the profile takes besides the user: those of added fields."""
    with CaptureQueriesContext(connection) as queries:
        assert UserSerializer(User.objects.get(pk=user.pk)).data
    return len(queries) - 1


@pytest.fixture
def credentials(user: User) -> dict[str, str]:
    return {User.USERNAME_FIELD: user.get_username(), "password": PASSWORD}


@pytest.fixture
def tokens(api: APIClient, credentials: dict[str, str]) -> dict[str, Any]:
    """What logging in answered."""
    response = api.post(reverse("token_obtain_pair"), credentials)
    assert response.status_code == 200
    return transport.tokens_in(response)


@pytest.fixture
def me(api: APIClient) -> Callable[[str], Any]:
    """Ask for one's own profile with a token."""

    def get(access: str) -> Any:
        return api.get(reverse("me"), headers={"authorization": f"Bearer {access}"})

    return get


@pytest.fixture
def refresh(api: APIClient) -> Callable[[str], Any]:
    """Refresh with a token."""
    return lambda token: transport.refresh(api, token)


@pytest.fixture
def tokens_in() -> Callable[[Any], dict[str, Any]]:
    """Read the tokens that an answer brings, wherever they are."""
    return transport.tokens_in


@pytest.fixture
def claims() -> Callable[[str], dict[str, Any]]:
    """Read a token without checking it, as anyone can."""
    return lambda token: jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def altered(claims: Callable[[str], dict[str, Any]]) -> Callable[..., str]:
    """Sign a token's claims anew, with some of them or the header changed."""

    def sign(
        token: str,
        *,
        key: Any = None,
        headers: dict[str, Any] | None = None,
        **changes: Any,
    ) -> str:
        payload = claims(token) | changes
        kept = {name: value for name, value in payload.items() if value is not LEFT_OUT}
        # Not jwt.encode, which refuses to write what should be refused when it is read.
        return jwt.PyJWS().encode(
            json.dumps(kept).encode(),
            key or signing_key().signing,
            algorithm=settings.SIMPLE_JWT["ALGORITHM"],
            headers={
                name: value
                for name, value in (
                    jwt.get_unverified_header(token) | (headers or {})
                ).items()
                if value is not LEFT_OUT
            },
        )

    return sign


@pytest.fixture
def lifetimes() -> tuple[timedelta, timedelta]:
    """How long an access token lives, and a refresh token."""
    return (
        settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"],
        settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"],
    )
