"""Refuses settings with which sessions would not protect."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import Error, Tags, register

from login_sessions.passwords import EndSessionsValidator


# template: if cookiecutter.rotate_refresh_tokens
@register(Tags.security)
def check_grace(**kwargs: Any) -> list[Error]:
    grace, longest = settings.REFRESH_GRACE, timedelta(seconds=60)
    if isinstance(grace, timedelta) and timedelta(0) <= grace <= longest:
        return []
    return [
        Error(
            f"REFRESH_GRACE is {settings.REFRESH_GRACE}: for that long, a stolen "
            "refresh token could be used unnoticed.",
            hint="Write a length of time, 0 to 60s.",
            id="login_sessions.E001",
        )
    ]


# template: endif
@register(Tags.security)
def check_sessions(**kwargs: Any) -> list[Error]:
    errors = []
    if timedelta(0) >= settings.SESSION_MAX_AGE:
        errors.append(
            Error(
                f"SESSION_MAX_AGE is {settings.SESSION_MAX_AGE}.",
                hint="Write for example 90d.",
                id="login_sessions.E002",
            )
        )
    validators = get_default_password_validators()
    if not any(isinstance(each, EndSessionsValidator) for each in validators):
        errors.append(
            Error(
                "A new password would not end the sessions.",
                hint="Add login_sessions.passwords.EndSessionsValidator to AUTH_PASSWORD_VALIDATORS.",
                id="login_sessions.E003",
            )
        )
    return errors
