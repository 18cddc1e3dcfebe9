"""The requests and responses of the token endpoints."""

from typing import Any, cast

from django.utils import timezone
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
        # Not a declared field: SimpleJWT assigns the authenticated user to self.user.
        self.fields["user"] = UserSerializer(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the response to a login; raises AuthenticationFailed."""
        request = self.context["request"]
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
        tokens = logins.start(user, self.context["request"])
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
