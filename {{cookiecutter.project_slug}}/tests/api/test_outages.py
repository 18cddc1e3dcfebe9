"""Without its database or its cache, the service answers 503, and logs one line."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import LOGIN, Lines, assert_problem
from tests.client import Tokens, log_in, me, new_tokens, refresh
from tests.conftest import PASSWORD
from tests.races import with_row_locks
from users.models import User


@pytest.fixture(params=[OperationalError, InterfaceError])
def stop_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    def fail(*args: Any) -> None:
        raise request.param("connection to 10.0.0.5 refused")

    # It works again before the test's transaction ends.
    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr(
            "django.db.backends.utils.CursorWrapper.execute", fail
        )


@pytest.fixture
def without_cache(
    five_a_minute: None, tokens: dict[str, str], stop_cache: Callable[[], None]
) -> None:
    """Stop the cache after the user has logged in."""
    stop_cache()


def assert_unavailable(response: Any) -> None:
    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"
    assert b"10.0.0.5" not in response.content
    assert b"redis" not in response.content.lower()


def assert_one_line(lines: Lines, path: str, cause: str) -> None:
    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["event"] == f"Service Unavailable: {path}"
    assert cause in line["outage"]
    assert "exception" not in line


def admin_log_in(user: User) -> Any:
    form = {"username": user.get_username(), "password": PASSWORD}
    return Client().post("/admin/login/", form)


def test_without_a_database_the_api_is_unavailable(
    user: User, tokens: Tokens, stop_database: Callable[[], None], lines: Lines
) -> None:
    stop_database()

    assert_unavailable(log_in(user))
    assert_one_line(lines, LOGIN, "Error: connection to 10.0.0.5 refused")
    assert_unavailable(refresh(tokens["refresh"]))
    assert_unavailable(me(tokens["access"]))


@pytest.mark.django_db
def test_without_a_database_the_admin_is_unavailable(
    stop_database: Callable[[], None], lines: Lines
) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32

    stop_database()

    assert_unavailable(client.get("/admin/"))
    assert_one_line(lines, "/admin/", "Error: connection to 10.0.0.5 refused")


@with_row_locks
def test_a_locked_table_is_not_waited_for(user: User) -> None:
    """With the timeout of config/boot.py."""
    tokens = new_tokens(user)
    other = connection.copy()
    other.set_autocommit(False)
    with connection.cursor() as cursor, other.cursor() as locking:
        locking.execute(f"LOCK TABLE {User._meta.db_table}")
        cursor.execute("SET statement_timeout = 100")

        assert_unavailable(log_in(user))
        assert_unavailable(me(tokens["access"]))

        cursor.execute("SET statement_timeout = 0")
    other.close()
    assert log_in(user).status_code == 200


@pytest.mark.usefixtures("without_cache")
def test_without_a_cache_the_right_password_is_not_accepted(
    user: User, settings: Any, lines: Lines
) -> None:
    assert_unavailable(log_in(user))
    assert_one_line(lines, LOGIN, "ConnectionError: ")
    assert_unavailable(admin_log_in(user))

    # The service goes on without a restart.
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem}}
    assert log_in(user).status_code == 200


@pytest.mark.usefixtures("without_cache")
def test_without_a_cache_only_access_tokens_are_accepted(
    api: APIClient, tokens: Tokens
) -> None:
    assert me(tokens["access"]).status_code == 200
    assert_unavailable(refresh(tokens["refresh"]))
    answer = api.post(reverse("token_verify"), {"token": tokens["access"]})
    assert_unavailable(answer)
    assert api.get("/health/live/").status_code == 200
    assert_problem(api.get("/health/ready/"), 503, "not_ready")


def go_away(*args: Any) -> None:
    raise Exception("The server has gone away.")


@pytest.mark.usefixtures("five_a_minute")
@pytest.mark.parametrize("incr", [go_away, lambda *args: None])
def test_a_cache_of_another_package_can_fail_too(
    user: User, monkeypatch: pytest.MonkeyPatch, incr: Any
) -> None:
    """That of django-redis returns None if it is told to."""
    monkeypatch.setattr(LocMemCache, "incr", incr)

    assert_problem(log_in(user), 503, "unavailable")
