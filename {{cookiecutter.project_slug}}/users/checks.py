"""Refuses in production mail that is not sent, and links that lead elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.mail.backends import console, dummy, locmem
from django.utils.module_loading import import_string

# They send nothing. The first, and the one for files, print links that open an account.
NOT_SENDING = (console.EmailBackend, dummy.EmailBackend, locmem.EmailBackend)


@register(Tags.security, deploy=True)
def check_mail(**kwargs: Any) -> Iterator[Error]:
    sender = settings.DEFAULT_FROM_EMAIL
    # Django's default is webmaster@localhost.
    if "@" not in sender or "@localhost" in sender:
        yield Error(
            f"DEFAULT_FROM_EMAIL is {sender!r}: mail servers refuse this sender.",
            hint="Write DEFAULT_FROM_EMAIL=service@example.com",
            id="users.E001",
        )
    # A setting since Django 6.1.
    mailers = getattr(settings, "MAILERS", None)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    backend = (
        mailers["default"].get("BACKEND", smtp) if mailers else settings.EMAIL_BACKEND
    )
    if issubclass(import_string(backend), NOT_SENDING):
        yield Error(
            f"EMAIL_BACKEND is {backend}, which sends no mail.",
            hint="Write EMAIL_URL=submission://user:password@mail.example.com:587",
            id="users.E002",
        )
    if not settings.FRONTEND_URL.startswith("https://"):
        yield Error(
            f"FRONTEND_URL is {settings.FRONTEND_URL!r}: links in mail would lead there.",
            hint="Write FRONTEND_URL=https://app.example.com",
            id="users.E003",
        )
