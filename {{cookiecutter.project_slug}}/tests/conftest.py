"""A user, a client, and the tokens of a login."""

from collections.abc import Callable, Generator
from typing import Any

import jwt
import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from users.models import User
from users.serializers import UserSerializer

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "four quiet otters juggle teapots"


def make_user(address: str, **fields: Any) -> User:
    """Return a new user whose e-mail address, and user name if there is one, is this."""
    names = {"email": address, User.USERNAME_FIELD: address}
    return User.objects.create_user(password=PASSWORD, **names, **fields)


def check_fails() -> str:
    """Return the errors of `manage.py check`."""
    with pytest.raises(SystemCheckError) as error:
        call_command("check")
    return str(error.value)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Escape surrogates in the captured output: pytest-xdist cannot send them."""
    report = yield
    report.sections = [
        (name, text.encode(errors="backslashreplace").decode())
        for name, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    """Reset the counters of the rate limits: no test reaches the limit of another."""
    cache.clear()


@pytest.fixture
def api() -> APIClient:
    return transport.new_client()


@pytest.fixture
def user(db: None) -> User:
    return make_user("ann@example.com", first_name="Ann", last_name="Smith")


@pytest.fixture
def profile_queries(user: User) -> int:
    """The number of queries of the profile besides the user: those of added fields."""
    with CaptureQueriesContext(connection) as queries:
        assert UserSerializer(User.objects.get(pk=user.pk)).data
    return len(queries) - 1


@pytest.fixture
def authentication_queries(user: User) -> int:
    """The number of queries of Django's `authenticate` besides the user."""
    with CaptureQueriesContext(connection) as queries:
        assert authenticate(None, username=user.get_username(), password=PASSWORD)
    return len(queries) - 1


@pytest.fixture
def credentials(user: User) -> dict[str, str]:
    return {User.USERNAME_FIELD: user.get_username(), "password": PASSWORD}


@pytest.fixture
def tokens(api: APIClient, credentials: dict[str, str]) -> dict[str, Any]:
    """The response to a login."""
    response = api.post(reverse("token_obtain_pair"), credentials)
    assert response.status_code == 200
    return transport.tokens_in(response)


@pytest.fixture
def claims() -> Callable[[str], dict[str, Any]]:
    """Read the claims of a token without verifying it."""
    return lambda token: jwt.decode(token, options={"verify_signature": False})
