"""Hears of new passwords."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)

from users.models import User


class BlacklistTokensValidator:
    """Accepts every password, and ends all refresh tokens when one is set.

    Django tells its password validators whenever a user is saved with a new password, be
    it by the API, the admin, `changepassword` or the shell; not when a hash is upgraded.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        pass

    def get_help_text(self) -> str:
        return ""

    def password_changed(
        self, password: str, user: AbstractBaseUser | None = None
    ) -> None:
        if isinstance(user, User):
            living = OutstandingToken.objects.filter(
                user=user, expires_at__gt=timezone.now(), blacklistedtoken=None
            )
            BlacklistedToken.objects.bulk_create(
                [BlacklistedToken(token=token) for token in living],
                ignore_conflicts=True,
            )
