"""The messages of the token endpoints. SimpleJWT finds them by its settings."""

from typing import Any, cast

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from api import events, throttling
from api.fields import TextField
from tokens import services
from tokens.tokens import AccessToken, RefreshToken
from users.models import User
from users.passwords.serializers import PasswordField
from users.passwords.services import drop_reset_link
from users.serializers import UserSerializer

# In characters: an address, the longer of the two that one can log in with.
LONGEST_NAME = 254


class TokenField(TextField):
    """A token, letter by letter: with white space around it, it is none (RFC 7515, 2)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)


class LoginSerializer(simplejwt.TokenObtainSerializer):
    """Takes a name and a password, whatever is given for them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Longer names are nobody's, and to compare them would take a while.
        self.fields[self.username_field] = TextField(
            write_only=True, max_length=LONGEST_NAME
        )
        # A password is compared exactly as it was sent, spaces and all.
        self.fields["password"] = PasswordField()

    def log_in(self, attrs: dict[str, Any]) -> User:
        """Return who logs in; raises AuthenticationFailed, for every cause the same."""
        try:
            super().validate(attrs)
        except AuthenticationFailed:
            events.record(events.LOGIN_FAILED, request=self.context["request"])
            raise
        user = cast("User", self.user)
        if api_settings.UPDATE_LAST_LOGIN:
            # Not saved: the user may have been deleted in the meantime.
            User.objects.filter(pk=user.pk).update(last_login=timezone.now())
        throttling.remember_login(self.context["request"], user)
        drop_reset_link(user)
        return user

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = self.log_in(attrs)
        try:
            return self.issue(user)
        except InvalidToken as error:
            events.record(events.LOGIN_FAILED, request=self.context["request"])
            code = "no_active_account"
            raise AuthenticationFailed(self.error_messages[code], code) from error

    def issue(self, user: User) -> dict[str, Any]:
        """Return what a login gets; raises InvalidToken if it came too late."""
        raise NotImplementedError


class TokenObtainPairSerializer(LoginSerializer):
    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.get_token.__func__ is not LoginSerializer.get_token.__func__:  # type: ignore[attr-defined]
            raise TypeError(
                f"{cls.__name__}.get_token would not be called: put what it adds into "
                'CUSTOM_CLAIMS, see docs/tokens.md, "Coming from SimpleJWT".'
            )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = UserSerializer(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**super().validate(attrs), "user": UserSerializer(self.user).data}

    def issue(self, user: User) -> dict[str, Any]:
        # The refresh token last: with the list of SimpleJWT it leaves a row behind.
        access = str(services.access_token_for(user))
        refresh = str(services.refresh_token_for(user))
        events.record(
            events.LOGIN_SUCCEEDED, request=self.context["request"], user=user
        )
        return {"access": access, "refresh": refresh}


class TokenRefreshSerializer(simplejwt.TokenRefreshSerializer):
    refresh = TokenField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        refresh = RefreshToken(attrs["refresh"])
        user = services.owner(refresh)
        data = {"access": str(services.access_token_for(user))}
        if api_settings.ROTATE_REFRESH_TOKENS:
            data["refresh"] = str(self.rotate(refresh, user))
        events.record(events.REFRESHED, request=self.context["request"], user=user)
        return data

    def rotate(self, refresh: RefreshToken, user: User) -> Token:
        """Return the successor of a refresh token; raises TokenError."""
        return services.refresh_token_for(user)


class TokenVerifySerializer(simplejwt.TokenVerifySerializer):
    """Accepts both kinds of token, but only where it would still be of use."""

    token = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        token: Token
        try:
            token = AccessToken(attrs["token"])
        except TokenError:
            token = RefreshToken(attrs["token"])
        self.check(token)
        return {}

    def check(self, token: Token) -> None:
        services.owner(token)
