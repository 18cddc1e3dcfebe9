"""Without the cache no user can log in, and nothing crashes."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import Lines, assert_problem
from tests.api.throttles.conftest import log_in
from tests.conftest import PASSWORD
from users.models import User


@pytest.fixture
def outage(settings: Any, tokens: dict[str, str]) -> Iterator[None]:
    """Stop the cache after the user has logged in."""
    working = settings.CACHES
    with socket.socket() as silent:
        # Nothing listens at the port.
        silent.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        backend = "django.core.cache.backends.redis.RedisCache"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": url}}
        yield
    settings.CACHES = working


def test_the_right_password_is_not_accepted(
    user: User, outage: None, settings: Any, lines: Lines
) -> None:
    response = log_in(user.get_username(), PASSWORD)

    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"
    assert b"redis" not in response.content.lower()
    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["outage"].startswith("ConnectionError: ")
    assert "exception" not in line
    # The service goes on without a restart.
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem}}
    assert log_in(user.get_username(), PASSWORD).status_code == 200


@pytest.mark.usefixtures("outage")
def test_no_token_is_refreshed_or_verified(
    api: APIClient, tokens: dict[str, str]
) -> None:
    assert_problem(transport.refresh(api, tokens["refresh"]), 503, "unavailable")
    answer = api.post(reverse("token_verify"), {"token": tokens["access"]})
    assert_problem(answer, 503, "unavailable")


@pytest.mark.usefixtures("outage")
def test_the_admin_accepts_no_login(user: User) -> None:
    form = {"username": user.get_username(), "password": PASSWORD}

    response = Client().post("/admin/login/", form)

    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"


@pytest.mark.usefixtures("outage")
def test_the_service_is_live_and_not_ready_and_accepts_tokens(
    client: Any, me: Any, tokens: dict[str, str]
) -> None:
    assert me(tokens["access"]).status_code == 200
    assert client.get("/health/live/").status_code == 200
    assert_problem(client.get("/health/ready/"), 503, "not_ready")


class SilentCache(LocMemCache):
    """Returns None where it should raise, as django-redis does if it is told to."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> Any:
        return None


class ForeignCache(LocMemCache):
    """Raises its own exception."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        raise Exception("The server has gone away.")


@pytest.mark.parametrize(
    "cache",
    [
        f"{__name__}.SilentCache",
        f"{__name__}.ForeignCache",
        "django.core.cache.backends.dummy.DummyCache",
    ],
)
def test_a_cache_of_another_package_can_fail_too(
    user: User, settings: Any, cache: str
) -> None:
    settings.CACHES = {"default": {"BACKEND": cache}}

    assert_problem(log_in(user.get_username(), PASSWORD), 503, "unavailable")
