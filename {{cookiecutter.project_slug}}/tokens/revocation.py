"""Revokes the tokens of a user whose password changes, or who is deactivated."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import Error, Tags, register
from django.db.models.signals import post_save
from django.dispatch import receiver

from tokens import logins
from users.models import User


class RevokeTokensValidator:
    """Accepts every password, and revokes the user's tokens when one is set.

    Django calls `password_changed` of its password validators when a user with a new
    password is saved: by the API, the admin, `changepassword` or the shell. It does not
    when the hash of the same password is upgraded.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        pass

    def get_help_text(self) -> str:
        return ""

    def password_changed(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> None:
        if isinstance(user, User):
            logins.revoke_all(user, "password")


@receiver(post_save, sender=User)
def revoke_tokens_of_inactive_user(instance: User, **kwargs: Any) -> None:
    """Revoke them for good: the user may be activated again."""
    if not instance.is_active:
        logins.revoke_all(instance, "deactivation")


@register(Tags.security)
def check_validator(**kwargs: Any) -> list[Error]:
    validators = get_default_password_validators()
    if any(isinstance(each, RevokeTokensValidator) for each in validators):
        return []
    return [
        Error(
            "A change of the password would not revoke the user's tokens.",
            hint="Add tokens.revocation.RevokeTokensValidator to AUTH_PASSWORD_VALIDATORS.",
            id="tokens.E041",
        )
    ]
