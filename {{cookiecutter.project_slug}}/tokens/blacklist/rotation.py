"""Refreshing, where each refresh token works once."""

from rest_framework_simplejwt.tokens import Token

from api import events
from tokens.blacklist import services
from tokens.serializers import TokenRefreshSerializer
from tokens.tokens import RefreshToken
from users.models import User


class SingleUseTokenRefreshSerializer(TokenRefreshSerializer):
    def rotate(self, refresh: RefreshToken, user: User) -> Token:
        try:
            outstanding = services.require_unspent(refresh)
            # Before the old one is spent: what fails on the way has used nothing up.
            successor = super().rotate(refresh, user)
            services.exchange(outstanding, successor)
        except services.SpentTokenError:
            # Two requests at once look the same: without sessions nobody can tell.
            events.record(events.REUSED, request=self.context["request"], user=user)
            raise
        return successor
