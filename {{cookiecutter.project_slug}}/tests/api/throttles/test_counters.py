"""A counter is there for its window, and no longer."""

from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.exceptions import Throttled

from api import counting


def test_what_was_thrown_away_in_between_is_counted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add, losses = cache.add, iter([True])

    def add_and_lose(key: str, value: int, timeout: int) -> None:
        add(key, value, timeout)
        if next(losses, False):
            cache.delete(key)

    monkeypatch.setattr(cache, "add", add_and_lose)

    for _ in range(5):
        counting.count("login", "account", "ann")
    with pytest.raises(Throttled):
        counting.count("login", "account", "ann")


def test_the_counters_go_when_the_window_is_over(noon: Any) -> None:
    counting.count("login", "account", "ann")
    [key] = getattr(cache, "_cache")  # noqa: B009
    stored = key.split(":", 2)[2]
    assert cache.get(stored) == 1

    noon.shift(121)

    assert cache.get(stored) is None
