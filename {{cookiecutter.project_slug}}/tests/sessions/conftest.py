from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tokens.models import Session


@contextmanager
def atomic_requests() -> Iterator[None]:
    """Make every request a transaction, as Django's ATOMIC_REQUESTS does."""
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    try:
        yield
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = False


@pytest.fixture
def log_in(
    api: APIClient,
    credentials: dict[str, str],
    tokens_in: Callable[[Any], dict[str, str]],
) -> Callable[[], dict[str, str]]:
    """Log in once more, and return the tokens."""
    return lambda: tokens_in(api.post(reverse("token_obtain_pair"), credentials))


@pytest.fixture
def rotated(
    refresh: Callable[[str], Any], tokens_in: Callable[[Any], dict[str, str]]
) -> Callable[[str], dict[str, str]]:
    """Refresh with a token that works, and return the new tokens."""

    def rotate(token: str) -> dict[str, str]:
        response = refresh(token)
        assert response.status_code == 200
        return tokens_in(response)

    return rotate


@pytest.fixture
def session(tokens: dict[str, Any]) -> Session:
    """The session of `tokens`."""
    return Session.objects.get()


@pytest.fixture
def log_out(api: APIClient) -> Callable[[str], Any]:
    """Log out with a refresh token."""
    return lambda token: transport.bring(api, "token_blacklist", token)


@pytest.fixture
def new_refresh() -> Callable[[str], Any]:
    """Refresh with a token from a client of its own, as threads have to."""
    return lambda token: transport.refresh(APIClient(), token)


@pytest.fixture
def new_log_out() -> Callable[[str], Any]:
    """Log out from a client of its own, as threads have to."""
    return lambda token: transport.bring(APIClient(), "token_blacklist", token)


@pytest.fixture
def is_dead(
    me: Callable[[str], Any], refresh: Callable[[str], Any]
) -> Callable[[dict[str, str]], bool]:
    def both_are_refused(tokens: dict[str, str]) -> bool:
        statuses = {
            me(tokens["access"]).status_code,
            refresh(tokens["refresh"]).status_code,
        }
        assert len(statuses) == 1
        return statuses == {401}

    return both_are_refused
