"""Concurrent refreshes and logouts of one session."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests import transport
from tests.client import Tokens, claims, refresh
from tests.races import while_locked, with_row_locks
from tests.sessions.conftest import statuses
from tests.tokens.test_revocation import log_out
from tokens.logins import tokens_of
from tokens.models import EndReason, Session


@pytest.mark.parametrize(
    "isolation", ["read committed", "repeatable read", "serializable"]
)
@with_row_locks
def test_exactly_one_of_concurrent_refreshes_succeeds(
    tokens: Tokens, settings: Any, isolation: str
) -> None:
    settings.REFRESH_GRACE = timedelta(0)
    level = f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {isolation}"

    def refresh_isolated() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(level)
        return refresh(tokens["refresh"])

    responses = while_locked(Session.objects.all(), [refresh_isolated] * 20)

    assert sorted(each.status_code for each in responses) == [200] + [401] * 19
    assert Session.objects.get().generation == 1


@with_row_locks
def test_in_the_grace_period_concurrent_refreshes_return_the_same_token(
    tokens: Tokens,
) -> None:
    calls = [lambda: refresh(tokens["refresh"])] * 20
    responses = while_locked(Session.objects.all(), calls)

    assert {response.status_code for response in responses} == {200}
    found = [claims(transport.tokens_in(each)["refresh"]) for each in responses]
    assert found == [found[0]] * 20
    assert Session.objects.get().generation == 1


@with_row_locks
def test_a_logout_prevails_over_a_concurrent_refresh(tokens: Tokens) -> None:
    calls = [lambda: refresh(tokens["refresh"]), lambda: log_out(tokens["refresh"])]

    refreshed, logged_out = while_locked(Session.objects.all(), calls)

    assert logged_out.status_code == 200
    assert statuses(tokens) == (401, 401)
    if refreshed.status_code == 200:
        assert statuses(transport.tokens_in(refreshed)) == (401, 401)


def test_a_logout_between_the_read_and_the_update_of_a_refresh_prevails(
    tokens: Tokens, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def log_out_first(session: Session) -> Tokens:
        log_out(tokens["refresh"])
        return tokens_of(session)

    monkeypatch.setattr("tokens.refreshing.tokens_of", log_out_first)

    assert refresh(tokens["refresh"]).status_code == 401
    session.refresh_from_db()
    assert (session.generation, session.end_reason) == (0, EndReason.LOGOUT)
