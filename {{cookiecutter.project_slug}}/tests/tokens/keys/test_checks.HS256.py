"""Secrets that would let others sign are refused at the start."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tests.config.test_environment import PRODUCTION, manage
from tests.tokens.keys.conftest import NEW


def check_with(settings: Any, *secrets: str) -> str:
    settings.JWT_SIGNING_KEYS = list(secrets)
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    assert not any(secret in str(refused.value) for secret in secrets if secret)
    return str(refused.value)


def test_no_key_at_all_is_refused(settings: Any) -> None:
    message = check_with(settings)

    assert "tokens.E010" in message
    assert "manage.py new_signing_key" in message


def test_every_secret_is_long_enough(settings: Any) -> None:
    message = check_with(settings, NEW, "x1y2z3u4v5w6r7s8t9o0p1q2l3m4n5i")

    assert "tokens.E001" in message
    assert "JWT_SIGNING_KEY: secret 2 is shorter than 32 bytes." in message


def test_no_secret_is_djangos_own(settings: Any) -> None:
    message = check_with(settings, NEW, settings.SECRET_KEY)

    assert "tokens.E002" in message
    assert "secret 2 is the same as SECRET_KEY" in message


@pytest.mark.parametrize(
    "secret",
    [
        "a-string-secret-at-least-256-bits-long",
        "django-insecure-" + NEW,
        "0123" * 16,
        "your-256-bit-secret-your-256-bit-secret",
        "your-super-secret-jwt-token-with-at-least-32-characters-long",
        "secret-key-that-is-long-enough-for-anybody",
        "my-ultra-secure-and-ultra-long-secret",
        "16fd2706-8baf-433b-82eb-8c7fada847da",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZI",
    ],
)
def test_no_secret_can_be_guessed(settings: Any, secret: str) -> None:
    assert "tokens.E011" in check_with(settings, secret)


def test_another_algorithm_needs_other_keys(settings: Any) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, "ALGORITHM": "none"}

    assert "tokens.E012" in check_with(settings, NEW)


def test_without_a_secret_nothing_starts_and_the_error_says_what_to_type() -> None:
    result = manage("check", **{**PRODUCTION, "JWT_SIGNING_KEY": ""})

    assert result.returncode == 1
    assert "JWT_SIGNING_KEY is not set" in result.stderr
    assert "secrets.token_urlsafe(50)" in result.stderr
