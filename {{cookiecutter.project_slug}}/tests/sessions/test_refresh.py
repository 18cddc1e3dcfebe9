"""The grace period, clocks that differ, and the expiry of a session."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from django.utils import timezone

from tests.client import Tokens, refresh, refreshed
from tokens.models import EndReason, Session


def after(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds))


def test_a_second_use_in_the_grace_period_returns_the_same_refresh_token(
    tokens: Tokens, session: Session, claims: Callable[[str], dict[str, Any]]
) -> None:
    first = refreshed(tokens["refresh"])
    again = refreshed(tokens["refresh"])

    assert claims(again["refresh"]) == claims(first["refresh"])
    session.refresh_from_db()
    assert session.generation == 1


def test_a_second_use_after_the_grace_period_is_reuse(tokens: Tokens) -> None:
    first = refreshed(tokens["refresh"])

    with after(seconds=11):
        assert refresh(tokens["refresh"]).status_code == 401
        assert refresh(first["refresh"]).status_code == 401


def test_a_second_use_after_the_new_token_was_used_is_reuse(tokens: Tokens) -> None:
    second = refreshed(refreshed(tokens["refresh"])["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 401


def test_without_a_grace_period_a_second_use_in_the_same_moment_is_reuse(
    tokens: Tokens, settings: Any
) -> None:
    settings.REFRESH_GRACE = timedelta(0)
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
        first = refreshed(tokens["refresh"])

        assert refresh(tokens["refresh"]).status_code == 401
        assert refresh(first["refresh"]).status_code == 401


def test_an_expired_refresh_token_is_refused_in_the_grace_period(
    tokens: Tokens, session: Session
) -> None:
    with time_machine.travel(session.expires_at - timedelta(seconds=3)):
        refreshed(tokens["refresh"])

    with time_machine.travel(session.expires_at + timedelta(seconds=3)):
        assert refresh(tokens["refresh"]).status_code == 401


@pytest.mark.parametrize("seconds", [61, -1])
def test_a_grace_period_of_more_than_a_minute_or_below_zero_fails_the_check(
    settings: Any, seconds: int
) -> None:
    settings.REFRESH_GRACE = timedelta(seconds=seconds)

    with pytest.raises(SystemCheckError, match=r"tokens\.E042"):
        call_command("check")


@pytest.mark.parametrize(
    ("seconds", "status", "reason"), [(-1, 200, ""), (-5, 401, EndReason.REUSE)]
)
def test_a_clock_that_is_behind_prolongs_the_grace_period_by_two_seconds_at_most(
    tokens: Tokens, session: Session, seconds: int, status: int, reason: str
) -> None:
    refreshed(tokens["refresh"])

    with after(seconds):
        assert refresh(tokens["refresh"]).status_code == status
    session.refresh_from_db()
    assert session.end_reason == reason


def test_a_clock_that_is_behind_does_not_end_a_session(tokens: Tokens) -> None:
    first = refreshed(tokens["refresh"])

    with after(seconds=-20):
        second = refreshed(first["refresh"])
        refreshed(second["refresh"])


def test_a_token_that_is_newer_than_its_row_is_refused_and_ends_nothing(
    tokens: Tokens, session: Session
) -> None:
    """The database is a replica that is behind, or was restored from a backup."""
    first = refreshed(tokens["refresh"])
    second = refreshed(first["refresh"])
    Session.objects.update(generation=1)

    assert refresh(second["refresh"]).status_code == 401

    session.refresh_from_db()
    assert session.ended_at is None
    assert refresh(first["refresh"]).status_code == 200


@pytest.mark.parametrize("step", ["tokens_of", "MOVE.update"])
def test_a_refresh_that_fails_can_be_repeated(
    tokens: Tokens, settings: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    settings.REFRESH_GRACE = timedelta(0)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection lost")

    with monkeypatch.context() as patch:
        patch.setattr(f"tokens.refreshing.{step}", fail)
        assert refresh(tokens["refresh"]).status_code == 503

    assert refresh(tokens["refresh"]).status_code == 200


def test_a_session_expires_at_its_maximum_age_however_often_it_is_refreshed(
    tokens: Tokens, settings: Any
) -> None:
    lifetime = settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]
    settings.SESSION_MAX_AGE = lifetime * 2
    start = timezone.now()
    token = tokens["refresh"]
    for lifetimes in (0.7, 1.4, 1.9):
        with time_machine.travel(start + lifetime * lifetimes):
            token = refreshed(token)["refresh"]

    with time_machine.travel(start + lifetime * 2 + timedelta(seconds=1)):
        assert refresh(token).status_code == 401


def test_a_hundred_refreshes_leave_one_row(tokens: Tokens) -> None:
    token = tokens["refresh"]
    for _ in range(100):
        token = refreshed(token)["refresh"]

    assert Session.objects.get().generation == 100
