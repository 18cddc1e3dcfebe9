"""The requests and responses of the token endpoints."""

import re
from datetime import timedelta
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from api import events
from api.fields import TextField
from api.throttling import MAX_NAME, remember_login
from tokens import logins, refreshing
from tokens.tokens import AccessToken, RefreshToken
from users.models import User
from users.passwords import PasswordField
from users.serializers import UserSerializer
from users.signals import logged_in


class TokenField(TextField):
    """A token, exactly as it was sent: no white space is removed (RFC 7515, 2)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)
        # Those of DRF examine each character; the backend accepts base64url only.
        self.validators = []


class LifetimeField(TextField):
    """How long a login lasts: a duration as in the settings, such as `12h` or `1h30m`."""

    UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
    FORM = re.compile(r"(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,8}s)?", re.ASCII)
    SHORTEST = timedelta(minutes=1)

    default_error_messages = {
        "invalid": _("Write a duration such as 90s, 15m, 12h or 1h30m."),
        "out_of_range": _("Write a duration of 1m at least and {longest} at most."),
    }

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        if not self.FORM.fullmatch(text):
            self.fail("invalid")
        parts = re.findall(r"(\d+)(\w)", text)
        seconds = sum(int(number) * self.UNITS[unit] for number, unit in parts)
        lifetime = timedelta(seconds=seconds)
        longest: timedelta = api_settings.REFRESH_TOKEN_LIFETIME
        if not self.SHORTEST <= lifetime <= longest:
            seconds = int(longest.total_seconds())
            units = self.UNITS.items()
            unit, size = next(each for each in units if seconds % each[1] == 0)
            self.fail("out_of_range", longest=f"{seconds // size}{unit}")
        return lifetime


class TokenObtainPairSerializer(simplejwt.TokenObtainPairSerializer):
    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = TokenObtainPairSerializer.get_token.__func__  # type: ignore[attr-defined]
        if cls.get_token.__func__ is not own:  # type: ignore[attr-defined]
            raise TypeError(
                f"{cls.__name__}.get_token would not be called: put what it adds into "
                'CUSTOM_CLAIMS, see docs/tokens.md, "Coming from SimpleJWT".'
            )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No user has a longer name, and a comparison with one would take time.
        self.fields[self.username_field] = TextField(
            write_only=True, max_length=MAX_NAME
        )
        # A password is compared exactly as it was sent, with its white space.
        self.fields["password"] = PasswordField()
        self.fields["lifetime"] = LifetimeField(
            write_only=True,
            required=False,
            help_text="When the login ends, however often it is refreshed: `12h`.",
        )
        # Not a declared field: SimpleJWT assigns the authenticated user to self.user.
        self.fields["user"] = UserSerializer(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the response to a login; raises AuthenticationFailed."""
        request = self.context["request"]
        self.lifetime: timedelta | None = attrs.get("lifetime")
        try:
            user = self.authenticate(attrs)
            return self.log_in(user)
        except AuthenticationFailed as error:
            events.record(events.LOGIN_FAILED, request=request)
            if not isinstance(error, InvalidToken):
                raise
            # The password was changed, or the user deleted, at the same time.
            code = "no_active_account"
            raise AuthenticationFailed(self.error_messages[code], code) from error

    def authenticate(self, attrs: dict[str, Any]) -> User:
        """Return the user with this name and password; raises AuthenticationFailed."""
        # Not the method of SimpleJWT's class, which makes tokens as well.
        super(simplejwt.TokenObtainPairSerializer, self).validate(attrs)
        user = cast("User", self.user)
        record_login(user, self.context["request"])
        return user

    def log_in(self, user: User) -> dict[str, Any]:
        """Start a login and return the response; raises InvalidToken if it is refused."""
        request = self.context["request"]
        tokens = logins.start(user, request, lifetime=self.lifetime)
        return {**tokens, "user": UserSerializer(user).data}


def record_login(user: User, request: Request) -> None:
    """Record that a user was authenticated, before the login is started."""
    if api_settings.UPDATE_LAST_LOGIN:
        # Not user.save(): the user may have been deleted.
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    remember_login(request, user)
    logged_in.send(sender=User, user=user, request=request)


class TokenRefreshSerializer(simplejwt.TokenRefreshSerializer):
    refresh = TokenField(write_only=not api_settings.ROTATE_REFRESH_TOKENS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        return refreshing.refresh(attrs["refresh"], self.context["request"])


class TokenVerifySerializer(simplejwt.TokenVerifySerializer):
    """Accepts a token of either type."""

    token = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        token: Token
        try:
            token = AccessToken(attrs["token"])
        except TokenError:
            token = RefreshToken(attrs["token"])
        logins.check(token)
        return {}
