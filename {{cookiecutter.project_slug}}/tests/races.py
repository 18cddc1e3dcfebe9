"""Requests at the same time, in real threads on a database with row locks."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

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
