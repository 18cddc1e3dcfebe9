"""What the environment says about limits, and what a deployment refuses."""

from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import run_checks
from environs import EnvError

from config import env

LOCMEM = "django.core.cache.backends.locmem.LocMemCache"


def complaints() -> list[str | None]:
    found = run_checks(include_deployment_checks=True)
    return [each.id for each in found if each.id in {"api.E020", "api.E021"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10/min", (10, 60)),
        (" 5/hour ", (5, 3_600)),
        ("1/s", (1, 1)),
        ("100/d", (100, 86_400)),
        ("7/minute", (7, 60)),
        ("", None),
        (" ", None),
    ],
)
def test_a_rate_is_read(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: tuple[int, int] | None
) -> None:
    monkeypatch.setenv("THROTTLE_TEST", text)

    assert env.rate("THROTTLE_TEST", "3/min") == expected


def test_a_rate_that_is_left_out_is_the_default() -> None:
    assert env.rate("THROTTLE_TEST", "3/min") == (3, 60)


@pytest.mark.parametrize(
    "text",
    [
        "10",
        "10/",
        "/min",
        "0/min",
        "-1/min",
        "10/week",
        "10 / min",
        "1.5/s",
        "\u0661/s",
    ],
)
def test_a_rate_that_cannot_be_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("THROTTLE_TEST", text)

    with pytest.raises(EnvError, match=r"THROTTLE_TEST is .* for example 3/min"):
        env.rate("THROTTLE_TEST", "3/min")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("locmem://", {"BACKEND": LOCMEM, "LOCATION": ""}),
        (
            "rediss://user:p%40ss@cache.example.com:6380/1",
            {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": "rediss://user:p%40ss@cache.example.com:6380/1",
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            },
        ),
        (
            "db://cache",
            {
                "BACKEND": "api.store.DatabaseCache",
                "LOCATION": "cache",
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            },
        ),
        (
            "db://cache?max_entries=5",
            {
                "BACKEND": "api.store.DatabaseCache",
                "LOCATION": "cache",
                "OPTIONS": {"MAX_ENTRIES": 5},
            },
        ),
    ],
)
def test_a_cache_is_read(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, Any]
) -> None:
    monkeypatch.setenv("CACHE_TEST", url)

    assert env.cache("CACHE_TEST", "locmem://") == expected


@pytest.mark.parametrize("url", ["locmem://", "dummy://", "file:///tmp/cache"])
def test_a_deployment_wants_one_cache_for_all_processes(
    settings: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_TEST", url)
    settings.CACHES = {"default": env.cache("CACHE_TEST", "locmem://")}

    assert complaints() == ["api.E020"]


class OwnCache(LocMemCache):
    """A cache of the project's own, which is not shared either."""


@pytest.mark.parametrize(
    "backend",
    [f"{__name__}.OwnCache", "django.core.cache.backends.db.DatabaseCache"],
)
def test_a_cache_is_judged_by_what_it_does(settings: Any, backend: str) -> None:
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}

    assert complaints() == ["api.E020"]


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "db://cache"])
def test_such_a_cache_is_accepted(
    settings: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_TEST", url)
    settings.CACHES = {"default": env.cache("CACHE_TEST", "locmem://")}

    assert complaints() == []


def test_a_deployment_wants_every_limit(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "api.store.DatabaseCache"}}
    settings.THROTTLE_RATES = {"login": None, "refresh": (60, 60), "reset": None}

    assert complaints() == ["api.E021", "api.E021"]
