"""The password alone does not authenticate a user who has a second factor."""

from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

from second_factor import challenges
from second_factor.factors import methods_of
from tokens.authentication import REALM
from users.models import User

LOGIN = "login"


class SecondFactorRequired(APIException):
    """The password is right. The response has a challenge for token/second-factor/.

    Not AuthenticationFailed: the attempt is not logged as a failed one.
    """

    status_code = 401
    default_detail = _(
        "Send the challenge and a second factor to token/second-factor/."
    )
    default_code = "second_factor_required"
    auth_header = REALM

    def __init__(self, user: User, methods: list[str]) -> None:
        super().__init__()
        self.user = user
        self.members = {"challenge": challenges.issue(LOGIN, user), "methods": methods}


class SecondFactorMixin:
    """For each backend in AUTHENTICATION_BACKENDS that takes a password.

    Every login that calls Django's `authenticate` is covered: that of the API, of the
    admin, of a view of your own. Raises SecondFactorRequired after the right password. A
    class that derives from it has no `authenticate` of its own: only a base class has.
    """

    def authenticate(self, *args: Any, **credentials: Any) -> Any:
        user = super().authenticate(*args, **credentials)  # type: ignore[misc]
        if isinstance(user, User) and (methods := methods_of(user)):
            raise SecondFactorRequired(user, methods)
        return user

    async def aauthenticate(self, *args: Any, **credentials: Any) -> Any:
        """Not that of ModelBackend, which does not call `authenticate`."""
        return await sync_to_async(self.authenticate)(*args, **credentials)


class SecondFactorBackend(SecondFactorMixin, ModelBackend):
    # It finds users as Django's backend does: see api/throttling.py.
    finds_with: ClassVar[type[Any]] = ModelBackend
