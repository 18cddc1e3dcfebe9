"""Changing one's own password: the one way that does not log out whoever does it."""

from typing import Any, cast

from django.db import transaction
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import events, throttling
from api.parsers import JSONParser
from tokens.services import token_pair_for
from tokens.views import transport
from users.models import User
from users.passwords import services
from users.passwords.serializers import PasswordField, check_new_password


class PasswordChangeSerializer(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = self.context["request"].user
        # Whoever finds an open page must not be able to lock its owner out.
        if not user.check_password(attrs["current_password"]):
            raise ValidationError(
                {"current_password": "This is not your password."},
                code="wrong_password",
            )
        check_new_password(attrs["new_password"], user)
        return attrs


class TokenPairSerializer(serializers.Serializer):
    access = serializers.CharField()
    refresh = serializers.CharField()


# Like every view that starts a login: see TokenView.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class PasswordChangeView(APIView):
    """Change one's own password. The answer brings a fresh pair of tokens."""

    parser_classes = (JSONParser,)
    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "login"

    @extend_schema(
        request=PasswordChangeSerializer, responses={200: TokenPairSerializer}
    )
    def post(self, request: Request) -> Response:
        user = cast("User", request.user)
        context = {"request": request, "view": self}
        serializer = PasswordChangeSerializer(data=request.data, context=context)
        try:
            serializer.is_valid(raise_exception=True)
        except ValidationError:
            events.record(events.PASSWORD_CHANGE_FAILED, request=request, user=user)
            raise
        services.change_password(
            user=user, password=serializer.validated_data["new_password"]
        )
        events.record(events.PASSWORD_CHANGED, request=request, user=user)
        response: Response = transport.sent(token_pair_for(user, request))
        return response
