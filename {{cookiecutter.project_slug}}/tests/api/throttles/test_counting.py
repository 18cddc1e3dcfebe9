"""Tries at the same time are all counted, whatever the cache."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection
from rest_framework.exceptions import Throttled

from api import counting
from tests.races import at_once, with_row_locks

CACHE_URL = os.environ.get("CACHE_URL", "redis://127.0.0.1:6379/0")


@pytest.fixture
def shared_cache(settings: Any) -> None:
    """A real one: that of CACHE_URL, or the one on this machine."""
    if not CACHE_URL.startswith("redis"):
        pytest.skip(f"CACHE_URL is {CACHE_URL}, and not of Redis or Valkey")
    try:
        redis.Redis.from_url(CACHE_URL, socket_connect_timeout=1).ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis or Valkey at CACHE_URL={CACHE_URL}: {error}")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": f"test-{uuid4()}",
        }
    }


@pytest.fixture
def table(settings: Any, transactional_db: None) -> Iterator[None]:
    """A table of the database, as `db://` makes it."""
    name = f"cache_{uuid4().hex}"
    settings.CACHES = {
        "default": {"BACKEND": "api.store.DatabaseCache", "LOCATION": name}
    }
    call_command("createcachetable", name)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def thirty_at_once() -> Counter[bool]:
    """Return how many of thirty tries got through, and how many did not.

    Whoever only reads is slow, so that others come before what they do with it.
    """
    backend = type(caches["default"])
    read = backend.get

    def read_slowly(*args: Any, **kwargs: Any) -> Any:
        value = read(*args, **kwargs)
        time.sleep(0.01)
        return value

    def gets_through() -> bool:
        try:
            counting.count("login", "account", "ann")
        except Throttled:
            return False
        finally:
            # Of Redis alone: each thread has connections of its own.
            client = getattr(cache, "_cache", None)
            for pool in getattr(client, "_pools", {}).values():
                pool.disconnect()
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backend, "get", read_slowly)
        return Counter(at_once([gets_through] * 30))


def test_of_thirty_at_once_five_get_through() -> None:
    assert thirty_at_once() == {True: 5, False: 25}


@pytest.mark.usefixtures("shared_cache")
def test_of_thirty_at_once_five_get_through_on_redis() -> None:
    assert thirty_at_once() == {True: 5, False: 25}


@with_row_locks
@pytest.mark.usefixtures("table")
def test_of_thirty_at_once_five_get_through_in_the_database() -> None:
    assert thirty_at_once() == {True: 5, False: 25}


@pytest.mark.usefixtures("table")
def test_what_the_database_counts_lasts_for_the_window(
    settings: Any, noon: Any
) -> None:
    settings.THROTTLE_RATES = {"reset": (2, 3_600)}
    counting.count("reset", "account", "ann")
    counting.count("reset", "account", "ann")

    noon.shift(3_599)
    with pytest.raises(Throttled):
        counting.count("reset", "account", "ann")

    noon.shift(1)
    counting.count("reset", "account", "ann")


@pytest.mark.usefixtures("table")
def test_the_database_counts_no_further_what_has_expired(noon: Any) -> None:
    cache.set("tries", 1, timeout=60)
    assert cache.incr("tries") == 2

    noon.shift(61)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("tries")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("never")
