"""Where refresh tokens can be revoked: logging in, refreshing without rotation, logging out."""

from contextlib import suppress
from typing import Any

from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import TokenError

from api import events
from tokens.blacklist import services
from tokens.serializers import (
    TokenField,
    TokenObtainPairSerializer,
    TokenRefreshSerializer,
)
from tokens.services import (
    access_token_for,
    groups_if_unchanged,
    refresh_token_for,
)
from tokens.tokens import RefreshToken
from users.models import User


class ListedTokenObtainPairSerializer(TokenObtainPairSerializer):
    def issue(self, user: User) -> dict[str, Any]:
        refresh = refresh_token_for(user)
        try:
            access = str(access_token_for(user, groups_if_unchanged(user)))
        except Exception:
            services.withdraw(refresh)
            raise
        events.record(
            events.LOGIN_SUCCEEDED, request=self.context["request"], user=user
        )
        return {"access": access, "refresh": str(refresh)}


class IssuedTokenRefreshSerializer(TokenRefreshSerializer):
    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        services.require_issued(RefreshToken(attrs["refresh"]))
        return super().validate(attrs)


class TokenBlacklistSerializer(simplejwt.TokenBlacklistSerializer):
    """Answers the same for a token that is dead already or never was one.

    So nobody learns anything by asking, and logging out twice is no error
    (RFC 7009, 2.2).
    """

    refresh = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        with suppress(TokenError):
            refresh = RefreshToken(attrs["refresh"])
            services.blacklist(refresh)
            events.record(
                events.REVOKED, request=self.context["request"], user=refresh["sub"]
            )
        return {}
