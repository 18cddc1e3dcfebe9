"""What belongs to development is refused in production."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection

from tests.config.test_environment import PRODUCTION, manage

MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"
ARGON2 = "users.hashers.Argon2PasswordHasher"
LENGTH = "django.contrib.auth.password_validation.MinimumLengthValidator"


@pytest.fixture(autouse=True)
def safe(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, each check below would find what the tests themselves use."""
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["api.example.com"]
    monkeypatch.setenv("DATABASE_URL", PRODUCTION["DATABASE_URL"])
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
            "CSRF_TRUSTED_ORIGINS",
            ["http://admin.example.com"],
            "'http://admin.example.com'",
            "CSRF_TRUSTED_ORIGINS=https",
        ),
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


def test_a_database_must_be_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = settings.BASE_DIR / "db.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", default)
    assert complaints() == []

    monkeypatch.delenv("DATABASE_URL")

    [text] = complaints()
    assert "DATABASE_URL is not set" in text
    assert "DATABASE_URL=postgres" in text


def test_a_pool_keeps_the_connections_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"pool": True})
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    assert complaints() == []

    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)

    [text] = complaints()
    assert "CONN_MAX_AGE=0" in text


def test_a_secret_is_never_repeated(settings: Any) -> None:
    settings.SECRET_KEY = "change-me-but-tell-nobody"

    assert not any("tell-nobody" in text for text in complaints())


@pytest.mark.slow
def test_the_environment_does_not_turn_debug_on() -> None:
    result = manage("diffsettings", "--all", **PRODUCTION, DEBUG="True")

    assert "DEBUG = False" in result.stdout
