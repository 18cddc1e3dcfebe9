from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

Refresh = Callable[[str], Any]
Read = Callable[[Any], dict[str, str]]


def test_every_refresh_gives_a_new_refresh_token(
    refresh: Refresh, tokens: dict[str, str], tokens_in: Read
) -> None:
    first = tokens_in(refresh(tokens["refresh"]))
    second = tokens_in(refresh(first["refresh"]))

    assert sorted(first) == ["access", "refresh"]
    assert len({tokens["refresh"], first["refresh"], second["refresh"]}) == 3


def test_a_new_refresh_token_has_its_whole_life_before_it(
    refresh: Refresh,
    tokens: dict[str, str],
    tokens_in: Read,
    lifetimes: tuple[timedelta, timedelta],
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] / 2):
        rotated = tokens_in(refresh(tokens["refresh"]))["refresh"]
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        assert refresh(rotated).status_code == 200
