"""DRF's own tokens: one for each account, for programs that log in once and keep it.

DRF stores a token in plain text, so that a person who can read the table can use it. It does not
expire: a change of the password or the deactivation of the user deletes it.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import Error, Tags, register
from django.db import router, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from users.models import User


class ApiTokenAuthentication(TokenAuthentication):
    """All refusals are those of an access token.

    DRF's own reveal whether an account is deactivated.
    """

    def authenticate(self, request: Request) -> Any:
        try:
            return super().authenticate(request)
        except AuthenticationFailed as error:
            raise InvalidToken from error

    def authenticate_credentials(self, key: str) -> Any:
        # PostgreSQL raises an error for NUL.
        if not key.isalnum():
            raise InvalidToken
        user, token = super().authenticate_credentials(key)
        if not api_settings.USER_AUTHENTICATION_RULE(user):
            raise InvalidToken
        return user, token


class DeleteApiTokenValidator:
    """Accepts every password, and deletes the user's token when one is set.

    Django calls `password_changed` when a user with a new password is saved.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        pass

    def get_help_text(self) -> str:
        return ""

    def password_changed(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> None:
        if isinstance(user, User):
            delete_token(user)


@receiver(post_save, sender=User)
def delete_token_of_inactive_user(instance: User, **kwargs: Any) -> None:
    """Delete it for good: the user may be activated again."""
    if not instance.is_active:
        delete_token(instance)


def delete_token(user: User) -> None:
    """Delete the token of a user, in a transaction once more when it is committed.

    A login before the commit does not see the change.
    """
    token = Token.objects.filter(user=user)
    token.delete()
    alias = router.db_for_write(User)
    if transaction.get_connection(alias).in_atomic_block:
        transaction.on_commit(token.delete, using=alias)


@register(Tags.security)
def check_validator(**kwargs: Any) -> list[Error]:
    validators = get_default_password_validators()
    if any(isinstance(each, DeleteApiTokenValidator) for each in validators):
        return []
    return [
        Error(
            "A change of the password would not revoke the user's API token.",
            hint="Add tokens.api_tokens.DeleteApiTokenValidator to AUTH_PASSWORD_VALIDATORS.",
            id="tokens.E044",
        )
    ]
