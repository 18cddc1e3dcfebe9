"""The endpoints that take a proof of a second factor."""

from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from api.fields import TextField
from api.permissions import RecentlyAuthenticated
from api.throttling import ByAddress
from second_factor import challenges, factors
from second_factor.backend import LOGIN
from tokens import logins, step_up
from tokens.authentication import REALM
from tokens.password_change import PasswordChangeView
from tokens.serializers import LifetimeField, TokenField, record_login
from tokens.transport import RefreshTokenView
from users.models import User
from users.passwords import PasswordField
from users.serializers import UserSerializer


class NotProven(AuthenticationFailed):
    """One error for codes that are wrong, were used before, or are another user's."""

    default_detail = _("The second factor is wrong, or was used before.")
    default_code = "wrong_second_factor"


class ProofSerializer(serializers.Serializer):
    """Exactly one proof of a second factor."""

    code = TextField(write_only=True, required=False, max_length=10)
    # template: if cookiecutter.second_factor == "passkeys"
    credential = serializers.DictField(write_only=True, required=False)
    # template: endif
    recovery_code = TextField(write_only=True, required=False, max_length=50)

    def method_in(self, attrs: dict[str, Any], *others: str) -> str:
        """Return the name of the proof in a request; raises ValidationError."""
        names = [*factors.METHODS, *others]
        found = [name for name in names if name in attrs]
        if len(found) != 1:
            text = _("Send one of %(names)s.") % {"names": ", ".join(names)}
            raise ValidationError(text, code="one_proof")
        return found[0]


def prove_login(
    challenge: str, method: str, value: Any, request: HttpRequest
) -> tuple[User, list[str]]:
    """Return the user of a login's challenge, and how a factor was proven.

    Raises InvalidChallenge or NotProven, whose attempts count by challenge and by account;
    Throttled or Unavailable.
    """
    user = cast("User", challenges.read(LOGIN, challenge))
    challenges.count_attempt(challenge)
    proven = factors.prove(user, method, value, request)
    if not proven:
        events.record(events.LOGIN_FAILED, request=request, user=user)
        raise NotProven
    challenges.use(challenge)
    return user, proven


class LoginSerializer(serializers.Serializer):
    """A login with another proof than a password alone, and its response."""

    lifetime = LifetimeField(write_only=True, required=False)
    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)
    user = UserSerializer(read_only=True)

    def log_in(
        self, user: User, amr: list[str], lifetime: timedelta | None = None
    ) -> dict[str, Any]:
        """Start a login and return the response; raises InvalidToken if it is refused."""
        request = self.context["request"]
        record_login(user, request)
        tokens = logins.start(user, request, amr=amr, lifetime=lifetime)
        return {**tokens, "user": UserSerializer(user).data}


class SecondFactorSerializer(LoginSerializer, ProofSerializer):
    challenge = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the response to a login; raises what `prove_login` does."""
        method = self.method_in(attrs)
        challenge, value = attrs["challenge"], attrs[method]
        user, proven = prove_login(challenge, method, value, self.context["request"])
        try:
            return self.log_in(user, ["pwd", *proven], attrs.get("lifetime"))
        except InvalidToken as error:
            # The password was changed, or the user deleted, at the same time.
            raise challenges.InvalidChallenge from error


class SecondFactorView(RefreshTokenView):
    """Complete a login with a second factor."""

    permission_classes = (AllowAny,)  # type: ignore[assignment]
    serializer_class: type[LoginSerializer] = SecondFactorSerializer
    throttle_classes = (ByAddress,)
    throttle_scope = "login"
    challenge = REALM


class StepUpSerializer(ProofSerializer, step_up.StepUpSerializer):
    """A user who has a second factor proves it: the password alone is not enough."""

    password = PasswordField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        request = self.context["request"]
        method = self.method_in(attrs, "password")
        if method == "password":
            if factors.methods_of(request.user):
                raise ValidationError(
                    {"password": _("Send a second factor instead.")},
                    code="second_factor_required",
                )
            return super().validate(attrs)
        proven = factors.prove(request.user, method, attrs[method], request)
        if not proven:
            raise ValidationError(
                {method: NotProven.default_detail}, code=NotProven.default_code
            )
        return {"amr": proven}


class RecentlyProven(RecentlyAuthenticated):
    """Requires a recent proof from users who have a second factor.

    A change of the password starts a login, which takes over how the user was authenticated.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        is_required = bool(factors.methods_of(cast("User", request.user)))
        return not is_required or super().has_permission(request, view)


urlpatterns = [
    path("token/second-factor/", SecondFactorView.as_view(), name="second_factor"),
    path(
        "token/step-up/",
        step_up.StepUpView.as_view(serializer_class=StepUpSerializer),
        name="step_up",
    ),
    path(
        "users/password/change/",
        PasswordChangeView.as_view(
            permission_classes=[IsAuthenticated, RecentlyProven]
        ),
        name="password_change",
    ),
]
