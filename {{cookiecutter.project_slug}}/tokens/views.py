"""The token endpoints; their serializers do the work."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from api.throttling import ByAccount, ByAddress
from tokens import serializers
from tokens.authentication import REALM
from tokens.generics import TokenView
from tokens.transport import RefreshTokenView
from users.models import User


class TokenObtainPairView(RefreshTokenView):
    """Log in: exchange a name and a password for an access and a refresh token."""

    serializer_class = serializers.TokenObtainPairSerializer
    throttle_classes = (ByAddress, ByAccount)
    throttle_scope = "login"
    throttled_account = User.USERNAME_FIELD
    challenge = REALM


class TokenRefreshView(RefreshTokenView):
    """Exchange a refresh token for a new access token."""

    serializer_class = serializers.TokenRefreshSerializer


class TokenVerifyView(TokenView):
    """Check whether a token is accepted."""

    serializer_class = serializers.TokenVerifySerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.validate(request.data))


urlpatterns = [
    path("token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("token/verify/", TokenVerifyView.as_view(), name="token_verify"),
]
