"""The variables for limits, and the values that a deployment refuses."""

from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import run_checks
from environs import EnvError

from config import env

LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
REDIS = "api.cache.RedisCache"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, (3, 60)),
        ("10/min", (10, 60)),
        (" 5/hour ", (5, 3_600)),
        ("1/s", (1, 1)),
        ("100/d", (100, 86_400)),
        ("7/minute", (7, 60)),
        (" ", None),
    ],
)
def test_a_rate_is_read(
    monkeypatch: pytest.MonkeyPatch,
    text: str | None,
    expected: tuple[int, int] | None,
) -> None:
    if text is not None:
        monkeypatch.setenv("THROTTLE_TEST", text)

    assert env.rate("THROTTLE_TEST", "3/min") == expected


@pytest.mark.parametrize(
    "text",
    ["10", "10/", "/min", "0/min", "-1/min", "10/week", "1 / s", "1.5/s", "\u0661/s"],
)
def test_an_invalid_rate_is_an_error(
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
                "BACKEND": REDIS,
                "LOCATION": "rediss://user:p%40ss@cache.example.com:6380/1",
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            },
        ),
    ],
)
def test_a_cache_is_read(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, Any]
) -> None:
    monkeypatch.setenv("CACHE_TEST", url)

    assert env.cache("CACHE_TEST", "locmem://") == expected


class OwnCache(LocMemCache):
    """An owner's cache, which is not shared, either."""


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("locmem://", ["api.E020"]),
        ("dummy://", ["api.E020"]),
        ("file:///tmp/cache", ["api.E020"]),
        ("db://cache", ["api.E020"]),
        (f"{__name__}.OwnCache", ["api.E020"]),
        ("redis://127.0.0.1:6379/0", []),
    ],
)
def test_a_deployment_needs_a_cache_that_counts_for_all_processes(
    settings: Any, monkeypatch: pytest.MonkeyPatch, url: str, found: list[str]
) -> None:
    if "://" in url:
        monkeypatch.setenv("CACHE_TEST", url)
        settings.CACHES = {"default": env.cache("CACHE_TEST", "locmem://")}
    else:
        settings.CACHES = {"default": {"BACKEND": url}}

    checks = run_checks(include_deployment_checks=True)
    errors = [each for each in checks if each.id == "api.E020"]
    assert [each.id for each in errors] == found
    assert all("redis://" in str(each.hint) for each in errors)


def test_a_deployment_needs_every_limit(settings: Any) -> None:
    settings.THROTTLE_RATES = {"login": None, "refresh": (60, 60), "reset": None}

    checks = run_checks(include_deployment_checks=True)
    assert [each.id for each in checks].count("api.E021") == 2
