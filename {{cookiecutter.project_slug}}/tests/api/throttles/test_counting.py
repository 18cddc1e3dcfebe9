"""All concurrent attempts are counted, and counters expire with their window."""

import os
import time
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.cache import cache, caches
from redis.connection import AbstractConnection
from rest_framework.exceptions import Throttled

from api.throttling import count
from tests.races import at_once

CACHE_URL = os.environ.get("CACHE_URL", "redis://127.0.0.1:6379/0")


@pytest.fixture(params=["the memory", "Redis"])
def shared_cache(request: Any, settings: Any) -> None:
    """That of the tests, and a real one: that of CACHE_URL, or the one on this machine."""
    if request.param == "the memory":
        return
    if not CACHE_URL.startswith("redis"):
        pytest.skip(f"CACHE_URL is {CACHE_URL}, and not of Redis or Valkey")
    try:
        redis.Redis.from_url(CACHE_URL, socket_connect_timeout=1).ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis or Valkey at CACHE_URL={CACHE_URL}: {error}")
    settings.CACHES = {
        "default": {
            "BACKEND": "api.cache.RedisCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": f"test-{uuid4()}",
        }
    }


@pytest.mark.usefixtures("shared_cache")
def test_of_thirty_concurrent_attempts_five_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = type(caches["default"]).get

    def read_slowly(*args: Any, **kwargs: Any) -> Any:
        """Let the other threads read, too, before this one can write."""
        value = read(*args, **kwargs)
        time.sleep(0.01)
        return value

    monkeypatch.setattr(type(caches["default"]), "get", read_slowly)

    def is_allowed() -> bool:
        try:
            count("login", "account", "ann")
        except Throttled:
            return False
        finally:
            # Of Redis only: each thread has its own connections.
            client = getattr(cache, "_cache", None)
            for pool in getattr(client, "_pools", {}).values():
                pool.disconnect()
        return True

    assert Counter(at_once([is_allowed] * 30)) == {True: 5, False: 25}


def test_a_counter_that_was_evicted_is_counted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add, losses = cache.add, iter([True])

    def add_and_evict(key: str, value: int, timeout: int) -> None:
        add(key, value, timeout)
        if next(losses, False):
            cache.delete(key)

    monkeypatch.setattr(cache, "add", add_and_evict)

    for _ in range(5):
        count("login", "account", "ann")
    with pytest.raises(Throttled):
        count("login", "account", "ann")


def test_a_counter_expires_after_its_window(noon: Any) -> None:
    count("login", "account", "ann")
    [key] = getattr(cache, "_cache")  # noqa: B009
    stored = key.split(":", 2)[2]
    assert cache.get(stored) == 1

    noon.shift(121)

    assert cache.get(stored) is None


@pytest.mark.parametrize("shared_cache", ["Redis"], indirect=True)
@pytest.mark.usefixtures("shared_cache")
def test_an_attempt_is_one_round_trip_to_redis(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.THROTTLE_RATES = {"login": (3, 60)}
    sent = []
    send: Any = AbstractConnection.send_packed_command

    def counted(self: Any, *args: Any, **kwargs: Any) -> None:
        sent.append(args)
        send(self, *args, **kwargs)

    count("login", "address", "192.0.2.1")
    monkeypatch.setattr(AbstractConnection, "send_packed_command", counted)
    count("login", "address", "192.0.2.1")

    assert len(sent) == 1
