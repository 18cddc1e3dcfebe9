from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from django.utils import timezone

from tokens.models import Session

Tokens = dict[str, str]
Refresh = Callable[[str], Any]
Rotated = Callable[[str], Tokens]


def test_a_lost_answer_is_given_again_and_nothing_forks(
    tokens: Tokens,
    rotated: Rotated,
    session: Session,
    claims: Callable[[str], dict[str, Any]],
) -> None:
    first = rotated(tokens["refresh"])
    again = rotated(tokens["refresh"])

    assert claims(again["refresh"]) == claims(first["refresh"])
    session.refresh_from_db()
    assert session.generation == 1


def test_grace_ends(tokens: Tokens, rotated: Rotated, refresh: Refresh) -> None:
    first = rotated(tokens["refresh"])

    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert refresh(tokens["refresh"]).status_code == 401
        assert refresh(first["refresh"]).status_code == 401


def test_grace_ends_when_the_successor_was_used(
    tokens: Tokens, rotated: Rotated, refresh: Refresh
) -> None:
    second = rotated(rotated(tokens["refresh"])["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 401


def test_without_grace_the_second_use_is_reuse_in_the_same_moment_too(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, settings: Any
) -> None:
    settings.REFRESH_GRACE = timedelta(0)
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
        first = rotated(tokens["refresh"])

        assert refresh(tokens["refresh"]).status_code == 401
        assert refresh(first["refresh"]).status_code == 401


def test_grace_does_not_bring_an_ended_session_back(
    tokens: Tokens,
    rotated: Rotated,
    refresh: Refresh,
    log_out: Callable[[str], Any],
) -> None:
    first = rotated(tokens["refresh"])
    log_out(first["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401


def test_grace_does_not_bring_back_what_reuse_has_ended(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, me: Refresh
) -> None:
    first = rotated(tokens["refresh"])
    second = rotated(first["refresh"])
    refresh(tokens["refresh"])

    for spent in (first, second, tokens):
        assert refresh(spent["refresh"]).status_code == 401
        assert me(spent["access"]).status_code == 401


def test_grace_does_not_prolong_the_life_of_a_token(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, session: Session
) -> None:
    with time_machine.travel(session.expires_at - timedelta(seconds=3)):
        rotated(tokens["refresh"])

    with time_machine.travel(session.expires_at + timedelta(seconds=3)):
        assert refresh(tokens["refresh"]).status_code == 401


def test_what_fails_on_the_way_can_be_tried_again(
    tokens: Tokens,
    refresh: Refresh,
    session: Session,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.REFRESH_GRACE = timedelta(0)

    def fail(*args: Any) -> None:
        raise OperationalError("connection lost")

    for step in ("tokens_of", "_update"):
        with monkeypatch.context() as patch:
            patch.setattr(f"tokens.refreshing.{step}", fail)
            assert refresh(tokens["refresh"]).status_code == 503
        session.refresh_from_db()
        assert (session.generation, session.ended_at) == (0, None)

    assert refresh(tokens["refresh"]).status_code == 200


@pytest.mark.parametrize("seconds", [61, -1])
def test_a_grace_that_hides_thieves_is_refused(settings: Any, seconds: int) -> None:
    settings.REFRESH_GRACE = timedelta(seconds=seconds)

    with pytest.raises(SystemCheckError, match=r"tokens\.E042"):
        call_command("check")
