"""Ends the refresh tokens of a user who gets a new password."""

from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import router, transaction
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
        if not isinstance(user, User):
            return
        alias = router.db_for_write(User)
        if transaction.get_connection(alias).in_atomic_block:
            _blacklist_living(user)
            # A login that comes before the commit does not see the new password.
            transaction.on_commit(partial(_blacklist_all, user), using=alias)
        else:
            _blacklist_all(user)


def _blacklist_all(user: User) -> None:
    """End the refresh tokens of a user until there is none.

    A refresh adds the successor before it ends its parent. So a successor that one look
    misses has a parent that is still alive then, and the next look finds the successor.
    """
    while _blacklist_living(user):
        pass


def _blacklist_living(user: User) -> bool:
    """End the refresh tokens that are alive now; tell whether there was any."""
    living = OutstandingToken.objects.filter(
        user=user, expires_at__gt=timezone.now(), blacklistedtoken=None
    )
    tokens = [BlacklistedToken(token=token) for token in living]
    BlacklistedToken.objects.bulk_create(tokens, ignore_conflicts=True)
    return bool(tokens)
