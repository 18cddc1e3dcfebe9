"""A kept connection to PostgreSQL is tested before a request, mostly without a statement."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection

from config.postgresql.base import TESTED_FOR
from users.models import User

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="needs PostgreSQL: set DATABASE_URL",
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def observer() -> Iterator[Any]:
    """A second connection."""
    other = connection.copy()
    with other.cursor() as cursor:
        yield cursor
    other.close()


def process() -> int:
    """Return the process of PostgreSQL that serves the connection."""
    connection.ensure_connection()
    found: int = connection.connection.info.backend_pid
    return found


def begin_request() -> None:
    """Do what Django does before a request, and before its first statement."""
    connection.close_if_unusable_or_obsolete()
    connection.close_if_health_check_failed()


def last_statement(observer: Any) -> str:
    observer.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [process()])
    [(statement,)] = observer.fetchall()
    return str(statement)


def test_a_connection_is_tested_with_a_statement_once_a_second(
    observer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    monkeypatch.setattr("config.postgresql.base.time.monotonic", lambda: now)
    tested = []
    for moved in (TESTED_FOR, TESTED_FOR / 2, TESTED_FOR / 2):
        assert not User.objects.exists()
        now += moved
        begin_request()
        tested.append(last_statement(observer) == "SELECT 1")

    assert tested == [True, False, True]


def test_a_connection_that_the_server_closed_is_replaced(observer: Any) -> None:
    begin_request()
    ended = process()
    observer.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert observer.fetchall() == [(True,)]

    begin_request()

    assert not User.objects.exists()
    assert process() != ended


def test_a_connection_that_was_closed_here_is_replaced() -> None:
    """By code that uses psycopg itself, which Django does not see."""
    process()
    begin_request()
    connection.connection.close()

    begin_request()

    assert not User.objects.exists()


def test_after_an_error_a_connection_is_tested_with_a_statement(observer: Any) -> None:
    begin_request()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM missing")

    begin_request()

    assert last_statement(observer) == "SELECT 1"
