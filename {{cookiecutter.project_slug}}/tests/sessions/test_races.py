"""Requests at the same time, on a database with row locks and with real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from tests.races import at_once, waiting, with_row_locks
from tokens.logins import tokens_of
from tokens.models import EndReason, Session

Tokens = dict[str, str]
Refresh = Callable[[str], Any]


def held_up(call: Callable[[], Any], times: int) -> list[Any]:
    """Make calls that all have to wait for the same session before they change it."""

    def run() -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        with transaction.atomic():
            Session.objects.select_for_update().get()
            running = [pool.submit(run) for _ in range(times)]
            end = monotonic() + 10
            while waiting() < times and monotonic() < end:
                pass
        return [each.result() for each in running]


@with_row_locks
@pytest.mark.parametrize("requests", [2, 10, 20])
def test_exactly_one_of_many_refreshes_succeeds(
    tokens: Tokens, new_refresh: Refresh, settings: Any, requests: int
) -> None:
    settings.REFRESH_GRACE = timedelta(0)

    answers = held_up(lambda: new_refresh(tokens["refresh"]), requests)

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [401] * (requests - 1)
    assert Session.objects.get().generation == 1


@with_row_locks
@pytest.mark.parametrize("requests", [2, 10, 20])
def test_with_grace_all_succeed_with_the_same_token(
    tokens: Tokens,
    new_refresh: Refresh,
    tokens_in: Callable[[Any], Tokens],
    claims: Callable[[str], dict[str, Any]],
    requests: int,
) -> None:
    answers = held_up(lambda: new_refresh(tokens["refresh"]), requests)

    assert {answer.status_code for answer in answers} == {200}
    successors = [claims(tokens_in(answer)["refresh"]) for answer in answers]
    assert all(successor == successors[0] for successor in successors)
    assert Session.objects.get().generation == 1


@with_row_locks
@pytest.mark.parametrize("round_", range(5))
def test_logging_out_wins(
    tokens: Tokens,
    new_refresh: Refresh,
    new_log_out: Callable[[str], Any],
    tokens_in: Callable[[Any], Tokens],
    me: Callable[[str], Any],
    round_: int,
) -> None:
    refreshed, logged_out = at_once(
        [
            lambda: new_refresh(tokens["refresh"]),
            lambda: new_log_out(tokens["refresh"]),
        ]
    )

    assert logged_out.status_code == 200
    if refreshed.status_code == 200:
        survivors = tokens_in(refreshed)
        assert me(survivors["access"]).status_code == 401
        assert new_refresh(survivors["refresh"]).status_code == 401


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
@with_row_locks
def test_stricter_isolation_makes_no_difference(
    tokens: Tokens, new_refresh: Refresh, settings: Any, isolation: str
) -> None:
    settings.REFRESH_GRACE = timedelta(0)

    def refresh() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {isolation}"
            )
        return new_refresh(tokens["refresh"])

    answers = held_up(refresh, 10)

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [401] * 9


def test_logging_out_between_the_look_and_the_move_wins(
    tokens: Tokens,
    new_refresh: Refresh,
    new_log_out: Callable[[str], Any],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def log_out_meanwhile(session: Session) -> Tokens:
        new_log_out(tokens["refresh"])
        return tokens_of(session)

    monkeypatch.setattr("tokens.refreshing.tokens_of", log_out_meanwhile)

    assert new_refresh(tokens["refresh"]).status_code == 401
    session.refresh_from_db()
    assert (session.generation, session.end_reason) == (0, EndReason.LOGOUT)
