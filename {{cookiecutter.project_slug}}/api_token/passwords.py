"""Hears of new passwords."""

from django.contrib.auth.models import AbstractBaseUser
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
            Token.objects.filter(user=user).delete()
