"""The password alone does not authenticate a user who has a second factor."""

from typing import Any, ClassVar

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
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
    admin, of a view of your own. Raises SecondFactorRequired after the right password.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)  # type: ignore[misc]
        if isinstance(user, User) and (methods := methods_of(user)):
            raise SecondFactorRequired(user, methods)
        return user


class SecondFactorBackend(SecondFactorMixin, ModelBackend):  # type: ignore[misc]
    # It finds users as Django's backend does: see api/throttling.py.
    finds_with: ClassVar[type[Any]] = ModelBackend
