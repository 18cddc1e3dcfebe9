"""The token endpoints. What each does stands in the serializer that the settings name."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from django.utils.decorators import method_decorator
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework_simplejwt import views as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings

from api import throttling
from api.parsers import JSONParser
from tokens.authentication import REALM
from users.models import User

transport = import_module(settings.TOKEN_TRANSPORT)


# What a request has revoked stays revoked, also when the request is refused: an exception
# would roll it back under ATOMIC_REQUESTS.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class TokenView(simplejwt.TokenViewBase):
    # A form could be sent by the page of another site.
    parser_classes = (JSONParser,)
    throttle_classes: Sequence[type[BaseThrottle]] = (throttling.ByAddress,)
    throttle_scope = "refresh"
    challenge: ClassVar[str] = f'{REALM}, error="invalid_token"'

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.answer(request.data))

    def answer(self, data: Any) -> dict[str, Any]:
        """Return what the serializer makes of the data."""
        serializer = self.get_serializer(data=data)
        try:
            serializer.is_valid(raise_exception=True)
        except TokenError as error:
            # The same answer whatever is wrong with a token.
            raise InvalidToken from error
        answer: dict[str, Any] = serializer.validated_data
        return answer

    def get_authenticate_header(self, request: Request) -> str:
        return self.challenge


class RefreshTokenView(TokenView):
    """Where a refresh token comes in or goes out, in the way of the transport."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # First of all: a page that may not send this does not count as a try, either.
        if request.method == "POST":
            transport.check(request)
        super().initial(request, *args, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = transport.sent(self.answer(transport.received(request)))
        return response


class TokenObtainPairView(RefreshTokenView):
    """Log in: exchange a name and a password for an access and a refresh token."""

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "login"
    throttled_account = User.USERNAME_FIELD
    challenge = REALM
    _serializer_class = api_settings.TOKEN_OBTAIN_SERIALIZER

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = transport.sent(self.answer(request.data))
        return response


class TokenRefreshView(RefreshTokenView):
    """Exchange a refresh token for a new access token."""

    _serializer_class = api_settings.TOKEN_REFRESH_SERIALIZER

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, InvalidToken):
            transport.forget(response)
        return response


class TokenVerifyView(TokenView):
    """Tell whether a token would still be accepted."""

    _serializer_class = api_settings.TOKEN_VERIFY_SERIALIZER
