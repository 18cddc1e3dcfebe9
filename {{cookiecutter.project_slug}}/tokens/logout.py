"""The logout endpoint."""

from contextlib import suppress
from typing import Any

from django.urls import path
from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import TokenError

from tokens import logins
from tokens.authentication import REALM
from tokens.serializers import TokenField
from tokens.transport import RefreshTokenView


class TokenBlacklistSerializer(simplejwt.TokenBlacklistSerializer):
    """The response is the same for a token that is invalid or already revoked.

    It reveals nothing about the token, and a second logout is not an error
    (RFC 7009, 2.2).
    """

    refresh = TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        with suppress(TokenError):
            logins.revoke(attrs["refresh"], self.context["request"])
        return {}


class TokenBlacklistView(RefreshTokenView):
    """Log out: revoke a refresh token."""

    serializer_class = TokenBlacklistSerializer
    challenge = REALM


urlpatterns = [
    path("token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
]
