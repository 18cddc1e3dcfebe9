"""What belongs to development is refused in production."""

from typing import Any

import pytest
from django.core.checks import run_checks

from tests.config.test_environment import PRODUCTION, manage

MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"
ARGON2 = "users.hashers.Argon2PasswordHasher"
LENGTH = "django.contrib.auth.password_validation.MinimumLengthValidator"


@pytest.fixture(autouse=True)
def safe(settings: Any) -> None:
    """Without this, each check below would find what the tests themselves use."""
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["api.example.com"]
    settings.DATABASE_IS_DEFAULT = False
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.FRONTEND_URL = PRODUCTION["FRONTEND_URL"]
    settings.PASSWORD_HASHERS = [ARGON2]


def complaints() -> list[str]:
    messages = run_checks(include_deployment_checks=True)
    return [
        f"{message.msg} {message.hint}"
        for message in messages
        if (message.id or "").startswith("api.E01")
    ]


def test_there_is_nothing_else_to_complain_of() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("name", "value", "complaint", "advice"),
    [
        ("SECRET_KEY", "django-insecure-" + "k3y" * 20, "guessed", "token_urlsafe"),
        ("SECRET_KEY", "correct horse battery " * 3, "guessed", "token_urlsafe"),
        (
            "SECRET_KEY",
            "1101000110111011010001011" * 3 + "1",
            "guessed",
            "token_urlsafe",
        ),
        ("SECRET_KEY_FALLBACKS", ["change-me" * 6], "guessed", "token_urlsafe"),
        ("ALLOWED_HOSTS", ["api.example.com", "*"], "'*'", "ALLOWED_HOSTS="),
        ("ALLOWED_HOSTS", ["*.example.com"], "'*.example.com'", "ALLOWED_HOSTS="),
        ("ALLOWED_HOSTS", [".com"], "'.com'", "ALLOWED_HOSTS=api.example.com"),
        ("ALLOWED_HOSTS", [".example.com"], "'.example.com'", "ALLOWED_HOSTS="),
        ("ALLOWED_HOSTS", ["."], "'.'", "ALLOWED_HOSTS="),
        (
            "CORS_ALLOWED_ORIGINS",
            ["https://app.example.com", "http://app.example.com"],
            "'http://app.example.com'",
            "CORS_ALLOWED_ORIGINS=https",
        ),
        (
            "DATABASE_IS_DEFAULT",
            True,
            "DATABASE_URL is not set",
            "DATABASE_URL=postgres",
        ),
        ("DEFAULT_FROM_EMAIL", "", "''", "DEFAULT_FROM_EMAIL=service@example.com"),
        ("DEFAULT_FROM_EMAIL", "Acme", "'Acme'", "DEFAULT_FROM_EMAIL=service@"),
        ("FRONTEND_URL", "http://app.example.com", "http://app", "FRONTEND_URL=https"),
        ("FRONTEND_URL", "", "''", "FRONTEND_URL=https"),
        ("PASSWORD_HASHERS", [ARGON2, MD5], "md5", "Argon2"),
        (
            "AUTH_PASSWORD_VALIDATORS",
            [{"NAME": LENGTH, "OPTIONS": {"min_length": 7}}],
            "PASSWORD_MIN_LENGTH is 7",
            "Write 8 at least",
        ),
        ("AUTH_PASSWORD_VALIDATORS", [], "PASSWORD_MIN_LENGTH is 0", "Write 8"),
    ],
)
def test_it_is_named_with_what_to_write_instead(
    settings: Any, name: str, value: Any, complaint: str, advice: str
) -> None:
    setattr(settings, name, value)

    [text] = complaints()
    assert complaint in text
    assert advice in text


@pytest.mark.parametrize("backend", ["console", "dummy", "filebased", "locmem"])
def test_mail_must_reach_somebody(settings: Any, backend: str) -> None:
    settings.MAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"

    [text] = complaints()
    assert backend in text
    assert "EMAIL_URL=" in text


def test_a_secret_is_never_repeated(settings: Any) -> None:
    settings.SECRET_KEY = "change-me-but-tell-nobody"

    assert not any("tell-nobody" in text for text in complaints())


@pytest.mark.slow
def test_the_environment_does_not_turn_debug_on() -> None:
    result = manage("diffsettings", "--all", **PRODUCTION, DEBUG="True")

    assert "DEBUG = False" in result.stdout
