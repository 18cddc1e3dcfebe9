"""The message of the endpoint that refreshes."""

from typing import Any

from login_sessions.rotation import services
from tokens.serializers import TokenRefreshSerializer
from tokens.tokens import RefreshToken


class SessionTokenRefreshSerializer(TokenRefreshSerializer):
    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        return services.rotate(
            refresh=RefreshToken(attrs["refresh"]), request=self.context["request"]
        )
