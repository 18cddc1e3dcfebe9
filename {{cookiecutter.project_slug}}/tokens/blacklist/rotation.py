"""Refreshing, where each refresh token works once."""

from typing import Any

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import Token

from api import events
from tokens.blacklist import services
from tokens.serializers import TokenRefreshSerializer
from tokens.tokens import RefreshToken
from users.models import User


class SingleUseTokenRefreshSerializer(TokenRefreshSerializer):
    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        try:
            return super().validate(attrs)
        except TokenError:
            # Was it stolen, or did its owner send it twice? Without sessions nobody can
            # tell, so it is written down and no more.
            if owner := services.owner_of_spent(attrs["refresh"]):
                events.record(
                    events.REUSED, request=self.context["request"], user=owner
                )
            raise

    def rotate(self, refresh: RefreshToken, user: User) -> Token:
        outstanding = services.require_issued(refresh)
        # Before the old one is spent: what fails on the way has used nothing up.
        successor = super().rotate(refresh, user)
        services.exchange(outstanding, successor)
        return successor
