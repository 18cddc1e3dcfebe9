"""Requests at the same time, in real threads on a database with row locks."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from users.models import User

Test = Callable[..., Any]
Mark = Callable[[Test], Test]

sees_commits: Mark = pytest.mark.django_db(transaction=True)
needs_row_locks: Mark = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="needs a database with row locks: set DATABASE_URL to PostgreSQL",
)


def with_row_locks(test: Test) -> Test:
    """Run a test on PostgreSQL only, where threads see what others have committed."""
    return needs_row_locks(sees_commits(test))


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make calls in threads of their own that start together."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def waiting() -> int:
    """Count who waits for a row of this database, as of now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def in_thread(call: Callable[[], Any]) -> Iterator[Callable[[], "Future[Any]"]]:
    """Yield what starts a call in a thread, until it has ended or waits for a row."""

    def run() -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def start() -> "Future[Any]":
            future = pool.submit(run)
            end = monotonic() + 10
            while not future.done() and not waiting() and monotonic() < end:
                pass
            return future

        yield start


def while_password_changes(user: User, call: Callable[[], Any]) -> Any:
    """Make a call before the transaction is committed that sets another password."""
    with in_thread(call) as start:
        with transaction.atomic():
            user.set_password("another horse, another battery")
            user.save()
            future = start()
        return future.result()


def while_deleted(user: User, call: Callable[[], Any]) -> Any:
    """Make a call after the rows that refer to a user are deleted, before the user is."""
    futures: list[Future[Any]] = []

    def last_of_all(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith("DELETE") and f'"{User._meta.db_table}"' in sql:
            futures.append(start())
        return execute(sql, *arguments)

    with in_thread(call) as start:
        with connection.execute_wrapper(last_of_all):
            user.delete()
        return futures[0].result()
