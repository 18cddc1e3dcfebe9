"""The cache does not answer: nobody gets in, nothing crashes, and it passes."""

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

REDIS = "django.core.cache.backends.redis.RedisCache"


@pytest.fixture
def nobody_listens() -> Iterator[int]:
    """A port that is taken, and answers nobody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def out_of_order(
    settings: Any, nobody_listens: int, tokens: dict[str, str]
) -> Iterator[None]:
    """Take the cache away from somebody who has logged in."""
    working = settings.CACHES
    url = f"redis://127.0.0.1:{nobody_listens}/0"
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": url}}
    yield
    settings.CACHES = working


@pytest.mark.usefixtures("out_of_order")
def test_the_right_password_gets_no_answer(user: User) -> None:
    response = log_in(user.get_username(), PASSWORD)

    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"
    assert b"redis" not in response.content.lower()


@pytest.mark.usefixtures("out_of_order")
def test_no_token_is_refreshed_or_verified(
    api: APIClient, tokens: dict[str, str]
) -> None:
    assert_problem(transport.refresh(api, tokens["refresh"]), 503, "unavailable")
    answer = api.post(reverse("token_verify"), {"token": tokens["access"]})
    assert_problem(answer, 503, "unavailable")


@pytest.mark.usefixtures("out_of_order")
def test_the_admin_stays_closed(user: User) -> None:
    form = {"username": user.get_username(), "password": PASSWORD}

    response = Client().post("/admin/login/", form)

    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"


@pytest.mark.usefixtures("out_of_order")
def test_who_is_in_stays_in(me: Any, tokens: dict[str, str]) -> None:
    assert me(tokens["access"]).status_code == 200


@pytest.mark.usefixtures("out_of_order")
def test_the_service_is_alive_and_not_ready(client: Any) -> None:
    assert client.get("/health/live/").status_code == 200
    assert_problem(client.get("/health/ready/"), 503, "not_ready")


@pytest.mark.usefixtures("out_of_order")
def test_the_log_says_it_in_a_line(user: User, lines: Lines) -> None:
    log_in(user.get_username(), PASSWORD)

    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["outage"].startswith("ConnectionError: ")
    assert "exception" not in line


def test_it_passes_without_a_restart(
    user: User, out_of_order: None, settings: Any
) -> None:
    assert log_in(user.get_username(), PASSWORD).status_code == 503

    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }

    assert log_in(user.get_username(), PASSWORD).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_missing_is_an_outage(user: User, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "api.store.DatabaseCache", "LOCATION": "missing"}
    }

    assert_problem(log_in(user.get_username(), PASSWORD), 503, "unavailable")


def test_a_cache_that_keeps_nothing_is_an_outage(user: User, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }

    assert_problem(log_in(user.get_username(), PASSWORD), 503, "unavailable")


class SilentCache(LocMemCache):
    """Answers nothing where it should raise, as django-redis does if it is told to."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> Any:
        return None


class ForeignCache(LocMemCache):
    """Raises an exception of its own."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        raise Exception("The server has gone away.")


@pytest.mark.parametrize("cache", ["SilentCache", "ForeignCache"])
def test_a_cache_of_another_package_can_fail_too(
    user: User, settings: Any, cache: str
) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.{cache}"}}

    assert_problem(log_in(user.get_username(), PASSWORD), 503, "unavailable")
