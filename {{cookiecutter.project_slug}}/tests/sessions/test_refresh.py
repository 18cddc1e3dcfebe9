"""A refresh moves a session to its next generation; reuse of a token ends the session."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from tests.client import Tokens, after, claims, new_tokens, refresh, refreshed
from tests.conftest import check_fails
from tests.sessions.conftest import statuses
from tests.tokens.forgery import LEFT_OUT, LIFETIMES, altered
from tokens.models import EndReason, Session
from users.models import User

LIFETIME = LIFETIMES["refresh"]


def test_a_second_use_in_the_grace_period_returns_the_same_refresh_token(
    tokens: Tokens, session: Session
) -> None:
    first = refreshed(tokens["refresh"])
    again = refreshed(tokens["refresh"])

    assert claims(again["refresh"]) == claims(first["refresh"])
    session.refresh_from_db()
    assert session.generation == 1


def test_a_second_use_after_the_grace_period_is_reuse(tokens: Tokens) -> None:
    first = refreshed(tokens["refresh"])

    with after(11):
        assert refresh(tokens["refresh"]).status_code == 401
        assert statuses(first) == (401, 401)


def test_reuse_of_a_refresh_token_ends_its_session_and_no_other(
    user: User, tokens: Tokens, session: Session
) -> None:
    """In the grace period, but after the new token was used."""
    other = new_tokens(user)
    first = refreshed(tokens["refresh"])
    second = refreshed(first["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401

    for pair in (first, second, tokens):
        assert statuses(pair) == (401, 401)
    assert statuses(other) == (200, 200)
    session.refresh_from_db()
    assert session.end_reason == EndReason.REUSE


def test_without_a_grace_period_a_second_use_in_the_same_moment_is_reuse(
    tokens: Tokens, settings: Any
) -> None:
    settings.REFRESH_GRACE = timedelta(0)
    with after(1, tick=False):
        first = refreshed(tokens["refresh"])

        assert refresh(tokens["refresh"]).status_code == 401
        assert refresh(first["refresh"]).status_code == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("atomic_requests")
def test_reuse_ends_the_session_when_requests_are_transactions(
    tokens: Tokens, session: Session
) -> None:
    refreshed(refreshed(tokens["refresh"])["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401

    session.refresh_from_db()
    assert session.ended_at is not None


def test_reuse_is_recorded_once_with_the_session_and_without_a_token(
    tokens: Tokens, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    refreshed(refreshed(tokens["refresh"])["refresh"])
    for _ in range(2):
        refresh(tokens["refresh"])

    lines = [f"{line.levelname} {line.getMessage()}" for line in caplog.records]
    [reuse] = [line for line in lines if "authn_token_reuse" in line]
    assert reuse.startswith("WARNING ")
    for value in (session.pk, session.user_id, session.ip_address):
        assert str(value) in reuse
    assert not any(tokens["refresh"] in line for line in lines)


@pytest.mark.parametrize(
    ("refreshes", "generation"),
    [(0, 1), (0, -1), (0, "0"), (0, LEFT_OUT), (1, True), (1, 1.0)],
)
def test_a_generation_that_was_not_issued_is_refused(
    tokens: Tokens, refreshes: int, generation: object
) -> None:
    token = tokens["refresh"]
    for _ in range(refreshes):
        token = refreshed(token)["refresh"]

    assert refresh(altered(token, gen=generation)).status_code == 401


def test_the_tokens_of_a_session_that_does_not_exist_are_refused(
    tokens: Tokens, session: Session
) -> None:
    session.delete()

    assert statuses(tokens) == (401, 401)


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

    with after(-20):
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


def test_an_expired_refresh_token_is_refused_in_the_grace_period(
    tokens: Tokens,
) -> None:
    with after(LIFETIME - 3):
        refreshed(tokens["refresh"])
    with after(LIFETIME + 3):
        assert refresh(tokens["refresh"]).status_code == 401


def test_a_session_expires_at_its_maximum_age_however_often_it_is_refreshed(
    tokens: Tokens, settings: Any
) -> None:
    settings.SESSION_MAX_AGE = timedelta(seconds=LIFETIME * 2)
    token = tokens["refresh"]
    for lifetimes in (0.7, 1.4, 1.9):
        with after(LIFETIME * lifetimes):
            token = refreshed(token)["refresh"]

    with after(LIFETIME * 2 + 1):
        assert refresh(token).status_code == 401


def test_a_hundred_refreshes_leave_one_row(tokens: Tokens) -> None:
    token = tokens["refresh"]
    for _ in range(100):
        token = refreshed(token)["refresh"]

    assert Session.objects.get().generation == 100


@pytest.mark.parametrize("seconds", [61, -1])
def test_an_unsafe_grace_period_is_refused(settings: Any, seconds: int) -> None:
    settings.REFRESH_GRACE = timedelta(seconds=seconds)

    assert "tokens.E042" in check_fails()
