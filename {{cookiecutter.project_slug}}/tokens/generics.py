"""The base of the views that receive a password or a token in the body."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.utils.decorators import method_decorator
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.views import TokenViewBase

from api.parsers import JSONParser
from api.throttling import ByAddress
from tokens.authentication import REALM


# With ATOMIC_REQUESTS, an exception would roll back what a refused request has revoked.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class TokenView(TokenViewBase):
    # A page of another site can send a form, but not JSON.
    parser_classes = (JSONParser,)
    throttle_classes: Sequence[type[BaseThrottle]] = (ByAddress,)
    throttle_scope = "refresh"
    challenge: ClassVar[str] = f'{REALM}, error="invalid_token"'

    def validate(self, data: Any) -> dict[str, Any]:
        """Return the validated data of the serializer, which are the response."""
        serializer = self.get_serializer(data=data)
        try:
            serializer.is_valid(raise_exception=True)
        except TokenError as error:
            # The response is the same for all faults of a token.
            raise InvalidToken from error
        validated: dict[str, Any] = serializer.validated_data
        return validated

    def get_authenticate_header(self, request: Request) -> str:
        return self.challenge
