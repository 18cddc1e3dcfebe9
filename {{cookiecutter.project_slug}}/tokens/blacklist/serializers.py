"""Logging out, where refresh tokens can be revoked."""

from contextlib import suppress
from typing import Any

from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import TokenError

from tokens.blacklist import services


class TokenBlacklistSerializer(simplejwt.TokenBlacklistSerializer):
    """Answers the same for a token that is dead already or never was one.

    So nobody learns anything by asking, and logging out twice is no error
    (RFC 7009, 2.2).
    """

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        with suppress(TokenError):
            services.blacklist(self.token_class(attrs["refresh"]))
        return {}
