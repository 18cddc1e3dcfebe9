"""Refresh tokens are received and returned in JSON.

A browser does not send them by itself, so a page of another site cannot use them.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from tokens.generics import TokenView


def token_response(data: dict[str, Any]) -> Response:
    """Return a response with tokens."""
    return Response(data)


class RefreshTokenView(TokenView):
    """A view that receives or returns a refresh token."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return token_response(self.validate(request.data))
