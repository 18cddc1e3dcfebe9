"""Refreshing, where each refresh token works once."""

from rest_framework_simplejwt.tokens import RefreshToken

from tokens.blacklist import services
from tokens.serializers import TokenRefreshSerializer
from users.models import User


class SingleUseTokenRefreshSerializer(TokenRefreshSerializer):
    def rotate(self, refresh: RefreshToken, user: User) -> RefreshToken:
        services.blacklist(refresh)
        return super().rotate(refresh, user)
