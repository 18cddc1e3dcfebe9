"""Clocks that differ, and one that is set back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (25, 200), (40, 401)])
def test_a_token_may_be_made_by_a_clock_that_is_a_little_ahead(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    kind: str,
    seconds: int,
    status: int,
) -> None:
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds)):
        assert present(tokens[kind]).status_code == status


def test_that_adds_nothing_to_the_life_of_a_token(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    kind: str,
    lifetimes: tuple[timedelta, timedelta],
) -> None:
    lifetime = lifetimes[kind == "refresh"]

    with time_machine.travel(timezone.now() + lifetime + timedelta(seconds=1)):
        assert present(tokens[kind]).status_code == 401
