from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

Refresh = Callable[[str], Any]


def test_every_refresh_gives_a_new_refresh_token(
    refresh: Refresh, tokens: dict[str, str]
) -> None:
    first = refresh(tokens["refresh"]).json()
    second = refresh(first["refresh"]).json()

    assert sorted(first) == ["access", "refresh"]
    assert len({tokens["refresh"], first["refresh"], second["refresh"]}) == 3


def test_a_new_refresh_token_has_its_whole_life_before_it(
    refresh: Refresh, tokens: dict[str, str], lifetimes: tuple[timedelta, timedelta]
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] / 2):
        rotated = refresh(tokens["refresh"]).json()["refresh"]
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        assert refresh(rotated).status_code == 200
