"""Where refresh tokens can be revoked: refreshing without rotation, and logging out."""

from contextlib import suppress
from typing import Any

from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import TokenError

from api import events
from tokens.blacklist import services
from tokens.serializers import TokenField, TokenRefreshSerializer
from tokens.tokens import RefreshToken


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
