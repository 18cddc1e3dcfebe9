from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import LEFT_OUT
from tests.sessions.conftest import atomic_requests
from tokens.models import EndReason, Session

Tokens = dict[str, str]
Refresh = Callable[[str], Any]
Rotated = Callable[[str], Tokens]


def test_reusing_a_refresh_token_ends_its_session(
    tokens: Tokens,
    rotated: Rotated,
    refresh: Refresh,
    me: Callable[[str], Any],
    session: Session,
) -> None:
    first = rotated(tokens["refresh"])
    second = rotated(first["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401

    assert refresh(second["refresh"]).status_code == 401
    for living in (tokens, first, second):
        assert me(living["access"]).status_code == 401
    session.refresh_from_db()
    assert session.end_reason == EndReason.REUSE


def test_other_logins_of_the_same_user_are_left_alone(
    tokens: Tokens,
    log_in: Callable[[], Tokens],
    rotated: Rotated,
    refresh: Refresh,
    me: Callable[[str], Any],
) -> None:
    other = log_in()
    rotated(rotated(tokens["refresh"])["refresh"])
    refresh(tokens["refresh"])

    assert me(other["access"]).status_code == 200
    assert refresh(other["refresh"]).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_what_reuse_has_ended_stays_ended_when_requests_are_transactions(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, session: Session
) -> None:
    rotated(rotated(tokens["refresh"])["refresh"])
    with atomic_requests():
        assert refresh(tokens["refresh"]).status_code == 401

    session.refresh_from_db()
    assert session.ended_at is not None


@pytest.mark.parametrize(
    "changes",
    [{"gen": 1}, {"gen": -1}, {"gen": "0"}, {"gen": True}, {"gen": LEFT_OUT}],
)
def test_a_generation_that_was_never_issued_is_refused(
    tokens: Tokens, refresh: Refresh, altered: Callable[..., str], changes: Any
) -> None:
    assert refresh(altered(tokens["refresh"], **changes)).status_code == 401


@pytest.mark.parametrize("generation", [True, 1.0])
def test_what_equals_a_generation_is_none(
    tokens: Tokens,
    rotated: Rotated,
    refresh: Refresh,
    altered: Callable[..., str],
    generation: object,
) -> None:
    first = rotated(tokens["refresh"])

    assert refresh(altered(first["refresh"], gen=generation)).status_code == 401


def test_a_signed_token_of_a_session_that_does_not_exist_is_refused(
    tokens: Tokens, refresh: Refresh, me: Callable[[str], Any], session: Session
) -> None:
    session.delete()

    assert refresh(tokens["refresh"]).status_code == 401
    assert me(tokens["access"]).status_code == 401


def test_a_session_ends_however_often_it_is_refreshed(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, settings: Any
) -> None:
    lifetime = settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]
    settings.SESSION_MAX_AGE = lifetime * 2
    start = timezone.now()
    token = tokens["refresh"]
    for days in (0.7, 1.4, 1.9):
        with time_machine.travel(start + lifetime * days):
            token = rotated(token)["refresh"]

    with time_machine.travel(start + lifetime * 2 + timedelta(seconds=1)):
        assert refresh(token).status_code == 401


@pytest.mark.slow
def test_a_thousand_refreshes_leave_one_row(tokens: Tokens, rotated: Rotated) -> None:
    token = tokens["refresh"]
    for _ in range(1_000):
        token = rotated(token)["refresh"]

    assert Session.objects.get().generation == 1_000


def test_reuse_is_told_once_with_the_session_and_without_a_token(
    tokens: Tokens,
    rotated: Rotated,
    refresh: Refresh,
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rotated(rotated(tokens["refresh"])["refresh"])
    for _ in range(2):
        refresh(tokens["refresh"])

    told = [f"{line.levelname} {line.getMessage()}" for line in caplog.records]
    [reuse] = [line for line in told if "authn_token_reuse" in line]
    assert reuse.startswith("WARNING ")
    assert str(session.pk) in reuse
    assert str(session.user_id) in reuse
    assert str(session.ip_address) in reuse
    assert not any(tokens["refresh"] in line for line in told)
