"""Logging in with any body, what was logged, limits, and a client of production."""

import json
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from tests import transport

LOGIN = reverse("token_obtain_pair")
NOON = datetime(2031, 5, 6, 12, tzinfo=timezone.utc)

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Lines:
    """What was logged, in the format of production."""
    [formatter] = [
        handler.formatter
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, ProcessorFormatter)
    ]
    monkeypatch.setattr(caplog.handler, "formatter", formatter)
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the start of a minute, of an hour and of many other windows."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def five_a_minute(settings: Any, noon: Any) -> None:
    """Set all limits, which the settings of the tests turn off."""
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (5, 60))


@pytest.fixture
def stop_cache(settings: Any) -> Iterator[Callable[[], None]]:
    """Return what replaces the cache with one that does not answer."""
    working = settings.CACHES
    with socket.socket() as silent:
        # Nothing listens at the port.
        silent.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        backend = "django.core.cache.backends.redis.RedisCache"

        def stop() -> None:
            settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": url}}

        yield stop
    settings.CACHES = working


@pytest.fixture
def https(settings: Any) -> Client:
    """A client of production, to which an exception is a response."""
    settings.ALLOWED_HOSTS = ["api.example.com"]
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [""]
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(
        raise_request_exception=False,
        headers={"host": "api.example.com", "x-forwarded-proto": "https"},
    )


@pytest.fixture
def files(settings: Any) -> None:
    """Serve the files of the apps where production serves the collected ones."""
    place = settings.MIDDLEWARE.index("api.middleware.CommonMiddleware") + 1
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:place],
        "whitenoise.middleware.WhiteNoiseMiddleware",
        *settings.MIDDLEWARE[place:],
    ]
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


def login(body: bytes, kind: str = "application/json") -> Any:
    client: Any = transport.new_client()
    return client.generic("POST", LOGIN, body, content_type=kind)


def assert_problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == code
