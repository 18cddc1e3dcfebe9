"""Deletes the token of a user who gets a new password."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import router, transaction
from rest_framework.authtoken.models import Token

from users.models import User


class DeleteApiTokenValidator:
    """Accepts every password, and deletes the user's token when one is set.

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
            delete_token(user)


def delete_token(user: User) -> None:
    """Delete the token of a user, again at the commit of a transaction.

    A login that comes before the commit does not see what is changed.
    """
    token = Token.objects.filter(user=user)
    token.delete()
    alias = router.db_for_write(User)
    if transaction.get_connection(alias).in_atomic_block:
        transaction.on_commit(token.delete, using=alias)
