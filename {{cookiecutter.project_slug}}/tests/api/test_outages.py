"""While the database is away, the service says so, and says it to the log once."""

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
def end_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    def fail(*args: Any) -> None:
        raise request.param("connection to 10.0.0.5 refused")

    # It is back before the test's transaction ends.
    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr(
            "django.db.backends.utils.CursorWrapper.execute", fail
        )


def assert_unavailable(response: Any) -> None:
    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"] == "5"
    assert b"10.0.0.5" not in response.content


def test_calls_are_unavailable(
    api: APIClient,
    credentials: dict[str, str],
    tokens: dict[str, Any],
    me: Callable[[str], Any],
    refresh: Callable[[str], Any],
    end_database: Callable[[], None],
) -> None:
    end_database()

    assert_unavailable(api.post(LOGIN, credentials))
    assert_unavailable(refresh(tokens["refresh"]))
    assert_unavailable(me(tokens["access"]))


@pytest.mark.django_db
def test_pages_are_unavailable(end_database: Callable[[], None]) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32

    end_database()

    assert_unavailable(client.get("/admin/"))


def test_the_log_says_it_once_and_why(
    api: APIClient,
    credentials: dict[str, str],
    end_database: Callable[[], None],
    lines: Lines,
) -> None:
    end_database()

    api.post(LOGIN, credentials)

    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["event"] == f"Service Unavailable: {LOGIN}"
    assert line["outage"].endswith("Error: connection to 10.0.0.5 refused")
    assert "exception" not in line


@pytest.mark.django_db
def test_a_page_leaves_no_more_in_the_log(
    end_database: Callable[[], None], lines: Lines
) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    end_database()

    client.get("/admin/")

    [line] = [line for line in lines() if line["level"] == "error"]
    assert line["outage"].endswith("Error: connection to 10.0.0.5 refused")
    assert "exception" not in line


@with_row_locks
def test_a_table_that_somebody_has_locked_is_not_waited_for(
    api: APIClient, credentials: dict[str, str], me: Callable[[str], Any]
) -> None:
    """As a server does it: config/boot.py."""
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


def test_a_crash_of_ours_is_still_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.HelloView.get", None)
    client = Client(raise_request_exception=False)

    assert_problem(client.get(reverse("hello")), 500, "error")
