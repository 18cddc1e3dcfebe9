"""Clocks that differ or are set back, and rows that are older than their tokens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from tokens.models import EndReason, Session

Tokens = dict[str, str]
Refresh = Callable[[str], Any]
Rotated = Callable[[str], Tokens]


def test_a_clock_that_is_set_back_does_not_prolong_the_grace(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, session: Session
) -> None:
    rotated(tokens["refresh"])

    with time_machine.travel(timezone.now() - timedelta(seconds=5)):
        assert refresh(tokens["refresh"]).status_code == 401
    session.refresh_from_db()
    assert session.end_reason == EndReason.REUSE


def test_grace_is_given_by_a_machine_whose_clock_is_a_little_behind(
    tokens: Tokens, rotated: Rotated, claims: Callable[[str], dict[str, Any]]
) -> None:
    first = rotated(tokens["refresh"])

    with time_machine.travel(timezone.now() - timedelta(seconds=1)):
        again = rotated(tokens["refresh"])
    assert claims(again["refresh"]) == claims(first["refresh"])


def test_a_clock_that_is_set_back_a_little_does_not_end_a_session(
    tokens: Tokens, rotated: Rotated
) -> None:
    first = rotated(tokens["refresh"])

    with time_machine.travel(timezone.now() - timedelta(seconds=20)):
        second = rotated(first["refresh"])
        rotated(second["refresh"])


def test_a_token_that_is_newer_than_its_row_is_no_reuse(
    tokens: Tokens, rotated: Rotated, refresh: Refresh, session: Session
) -> None:
    """So it is in a database that lags behind, or that was restored from a backup."""
    first = rotated(tokens["refresh"])
    second = rotated(first["refresh"])
    Session.objects.update(generation=1)

    assert refresh(second["refresh"]).status_code == 401

    session.refresh_from_db()
    assert session.ended_at is None
    assert refresh(first["refresh"]).status_code == 200
