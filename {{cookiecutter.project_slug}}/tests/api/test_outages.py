"""Without its database, the service answers 503, and logs one line for each request."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import LOGIN, Lines, assert_problem
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


def assert_unavailable(response: Any) -> None:
    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"
    assert b"10.0.0.5" not in response.content


def assert_one_line(lines: Lines, path: str) -> None:
    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["event"] == f"Service Unavailable: {path}"
    assert line["outage"].endswith("Error: connection to 10.0.0.5 refused")
    assert "exception" not in line


def test_the_api_is_unavailable(
    api: APIClient,
    credentials: dict[str, str],
    tokens: dict[str, Any],
    me: Callable[[str], Any],
    refresh: Callable[[str], Any],
    stop_database: Callable[[], None],
    lines: Lines,
) -> None:
    stop_database()

    assert_unavailable(api.post(LOGIN, credentials))
    assert_one_line(lines, LOGIN)
    assert_unavailable(refresh(tokens["refresh"]))
    assert_unavailable(me(tokens["access"]))


@pytest.mark.django_db
def test_the_admin_is_unavailable(
    stop_database: Callable[[], None], lines: Lines
) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32

    stop_database()

    assert_unavailable(client.get("/admin/"))
    assert_one_line(lines, "/admin/")


@with_row_locks
def test_a_locked_table_is_not_waited_for(
    api: APIClient, credentials: dict[str, str], me: Callable[[str], Any]
) -> None:
    """With the timeout of config/boot.py."""
    tokens = transport.tokens_in(api.post(LOGIN, credentials))
    other = connection.copy()
    other.set_autocommit(False)
    with connection.cursor() as cursor, other.cursor() as locking:
        locking.execute(f"LOCK TABLE {User._meta.db_table}")
        cursor.execute("SET statement_timeout = 100")

        assert_unavailable(api.post(LOGIN, credentials))
        assert_unavailable(me(tokens["access"]))

        cursor.execute("SET statement_timeout = 0")
    other.close()
    assert api.post(LOGIN, credentials).status_code == 200


def test_a_bug_is_not_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.RootView.get", None)
    client = Client(raise_request_exception=False)

    assert_problem(client.get(reverse("hello")), 500, "error")
