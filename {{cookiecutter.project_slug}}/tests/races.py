"""Concurrent requests: calls in threads, and changes in the middle of a request."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from tests.conftest import NEW_PASSWORD
from users.models import User

Test = Callable[..., Any]
Call = Callable[[], Any]


def with_row_locks(test: Test) -> Test:
    """Run a test on PostgreSQL only, where threads read what others have committed."""
    skip = pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="needs a database with row locks: set DATABASE_URL to PostgreSQL",
    )
    marked: Test = skip(pytest.mark.django_db(transaction=True)(test))
    return marked


def set_password(user: User) -> None:
    """Set NEW_PASSWORD, as another request does: on another instance of the user."""
    other = User.objects.get(pk=user.pk)
    other.set_password(NEW_PASSWORD)
    other.save()


def after_password_check(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[User], Any]
) -> None:
    """Change the user in the database after a login has checked the password."""
    check = User.check_password

    def check_and_change(user: User, password: str) -> bool:
        is_correct = check(user, password)
        change(User.objects.get(pk=user.pk))
        return is_correct

    monkeypatch.setattr(User, "check_password", check_and_change)


def at_once(calls: Sequence[Call]) -> list[Any]:
    """Make calls at the same time, and return their results in order."""
    barrier = Barrier(len(calls))

    def start_together(call: Call) -> Any:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [_start(pool, partial(start_together, call)) for call in calls]
        return [future.result() for future in futures]


def while_locked(rows: "QuerySet[Any]", calls: Sequence[Call]) -> list[Any]:
    """Lock rows until all calls wait for them, and return the results of the calls."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with transaction.atomic():
            list(rows.select_for_update())
            futures = [_start(pool, call) for call in calls]
            _wait_for_locks(futures)
        return [future.result() for future in futures]


def while_password_changes(user: User, call: Call) -> Any:
    """Make a call before the transaction is committed that changes the password."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            set_password(user)
            future = _start(pool, call)
            _wait_for_locks([future])
        return future.result()


def while_deleted(user: User, call: Call) -> Any:
    """Make a call after the rows that refer to a user are deleted, before the user is."""
    futures: list[Future[Any]] = []

    with ThreadPoolExecutor(1) as pool:

        def start_before_last(execute: Any, sql: str, *arguments: Any) -> Any:
            if sql.startswith("DELETE") and f'"{User._meta.db_table}"' in sql:
                futures.append(_start(pool, call))
                _wait_for_locks(futures)
            return execute(sql, *arguments)

        with connection.execute_wrapper(start_before_last):
            user.delete()
        return futures[0].result()


def _start(pool: ThreadPoolExecutor, call: Call) -> "Future[Any]":
    def run() -> Any:
        try:
            return call()
        finally:
            connection.close()

    return pool.submit(run)


def _wait_for_locks(futures: Sequence["Future[Any]"]) -> None:
    """Wait until each call has ended or waits for a row lock; for 10 seconds at most."""
    end = monotonic() + 10
    while monotonic() < end and _waiting() < sum(not each.done() for each in futures):
        pass


def _waiting() -> int:
    """Count the connections to this database that wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
