"""The settings of mail, and what production refuses."""

from typing import Any

import django
import pytest
from django.core.checks import CheckMessage, run_checks
from django.core.mail.backends.console import EmailBackend

from tests.config.test_environment import PRODUCTION, manage

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def safe(settings: Any) -> None:
    send_by(settings, SMTP)
    settings.FRONTEND_URL = PRODUCTION["FRONTEND_URL"]


def errors() -> list[CheckMessage]:
    found = run_checks(include_deployment_checks=True)
    return [each for each in found if each.id in {"api.E012", "api.E013", "api.E018"}]


def send_by(settings: Any, backend: str) -> None:
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": backend}}
    else:
        settings.EMAIL_BACKEND = backend


@pytest.mark.parametrize(
    ("name", "value", "error", "hint"),
    [
        ("DEFAULT_FROM_EMAIL", "", "''", "DEFAULT_FROM_EMAIL=service@example.com"),
        ("DEFAULT_FROM_EMAIL", "Acme", "'Acme'", "DEFAULT_FROM_EMAIL=service@"),
        ("FRONTEND_URL", "http://app.example.com", "http://app", "FRONTEND_URL=https"),
        ("FRONTEND_URL", "", "''", "FRONTEND_URL=https"),
    ],
)
def test_an_unsafe_setting_of_mail_is_named_with_a_safe_value(
    settings: Any, name: str, value: str, error: str, hint: str
) -> None:
    assert errors() == []

    setattr(settings, name, value)

    [found] = errors()
    assert error in found.msg
    assert hint in str(found.hint)


class OwnBackend(EmailBackend):
    """An owner's backend, which prints, too."""


@pytest.mark.parametrize(
    "backend",
    [
        "django.core.mail.backends.console.EmailBackend",
        "django.core.mail.backends.dummy.EmailBackend",
        "django.core.mail.backends.filebased.EmailBackend",
        "django.core.mail.backends.locmem.EmailBackend",
        f"{__name__}.OwnBackend",
    ],
)
def test_a_backend_that_sends_no_mail_is_refused(settings: Any, backend: str) -> None:
    send_by(settings, backend)

    [found] = errors()
    assert backend in found.msg
    assert "EMAIL_URL=" in str(found.hint)


def test_an_invalid_mail_server_is_named() -> None:
    result = manage("check", **{**PRODUCTION, "EMAIL_URL": "smtp+tls://mail:587"})

    assert result.returncode == 1
    assert "EMAIL_URL begins with an unknown word" in result.stderr
    assert "submission://" in result.stderr
