"""Refuses settings with which there is no list, or a new password would not use it."""

from typing import Any

from django.apps import apps
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import Error, Tags, register

APP = "rest_framework_simplejwt.token_blacklist"


@register(Tags.security)
def check_blacklist(**kwargs: Any) -> list[Error]:
    errors = []
    if not apps.is_installed(APP):
        errors.append(
            Error(
                "There is no list of dead tokens: refreshing and logging out would fail.",
                hint=f"Add {APP} to INSTALLED_APPS.",
                id="tokens.E040",
            )
        )
    elif not _new_passwords_are_heard_of():
        errors.append(
            Error(
                "A new password would not end the refresh tokens.",
                hint="Add tokens.blacklist.passwords.BlacklistTokensValidator to AUTH_PASSWORD_VALIDATORS.",
                id="tokens.E041",
            )
        )
    return errors


def _new_passwords_are_heard_of() -> bool:
    # Here, because its models cannot be imported where the list is missing.
    from tokens.blacklist.passwords import BlacklistTokensValidator

    validators = get_default_password_validators()
    return any(isinstance(each, BlacklistTokensValidator) for each in validators)
