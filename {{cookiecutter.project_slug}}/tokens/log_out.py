"""Logging out."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.settings import api_settings

from tokens.authentication import REALM
from tokens.views import RefreshTokenView, transport


class TokenBlacklistView(RefreshTokenView):
    """Log out: the refresh token is dead afterwards, whatever it was before."""

    challenge = REALM
    _serializer_class = api_settings.TOKEN_BLACKLIST_SERIALIZER

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().post(request, *args, **kwargs)
        transport.clear(response)
        return response
