from datetime import timedelta

import time_machine
from django.utils import timezone

from tests.client import Tokens, refresh, refreshed


def test_every_refresh_returns_a_new_refresh_token(tokens: Tokens) -> None:
    first = refreshed(tokens["refresh"])
    second = refreshed(first["refresh"])

    assert sorted(first) == ["access", "refresh"]
    assert len({tokens["refresh"], first["refresh"], second["refresh"]}) == 3


def test_the_lifetime_of_a_new_refresh_token_starts_at_the_refresh(
    tokens: Tokens, lifetimes: tuple[timedelta, timedelta]
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] / 2):
        successor = refreshed(tokens["refresh"])
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        assert refresh(successor["refresh"]).status_code == 200
