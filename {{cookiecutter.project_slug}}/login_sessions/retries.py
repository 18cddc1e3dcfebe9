"""Statements that the database may refuse for the sake of another one."""

from collections.abc import Callable

from django.db import OperationalError, connections, router

from login_sessions.models import Session

TRIES = 5

# Could not serialize, and deadlock.
CONFLICTS = {"40001", "40P01"}


def retried(statement: Callable[[], int]) -> int:
    """Run a statement again that the database could not bring into line with another.

    Happens at isolation levels stricter than READ COMMITTED. Within a transaction it is
    the transaction that would have to be run again, which only who began it can do.
    """
    if connections[router.db_for_write(Session)].in_atomic_block:
        return statement()
    for tried in range(1, TRIES + 1):
        try:
            return statement()
        except OperationalError as error:
            conflict = getattr(error.__cause__, "sqlstate", None) in CONFLICTS
            if not conflict or tried == TRIES:
                raise
    raise AssertionError("unreachable")
