"""The endpoint that changes the current user's password, and returns new tokens.

All tokens from before are revoked.
"""

from typing import Any, cast

from django.db import transaction
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import events, throttling
from api.parsers import JSONParser
from tokens import logins
from tokens.claims import remaining
from tokens.tokens import AccessToken
from tokens.transport import token_response
from users.models import User
from users.passwords import PasswordField, change_password, check_new_password


class PasswordChangeSerializer(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = self.context["request"].user
        # A person who finds an open page must not be able to lock the user out.
        if not user.check_password(attrs["current_password"]):
            raise ValidationError(
                {"current_password": _("This is not your password.")},
                code="wrong_password",
            )
        check_new_password(attrs["new_password"], user)
        return attrs


class TokenPairSerializer(serializers.Serializer):
    access = serializers.CharField()
    refresh = serializers.CharField()


# As for every view that starts a login: see TokenView.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class PasswordChangeView(APIView):
    """Change one's own password; the response has new tokens."""

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
        change_password(user=user, password=serializer.validated_data["new_password"])
        events.record(events.PASSWORD_CHANGED, request=request, user=user)
        # The new login was authenticated as the current one, if that has a record of it.
        claims: Any = request.auth if isinstance(request.auth, AccessToken) else {}
        amr, lifetime = claims.get("amr") or ["pwd"], remaining(request.auth)
        tokens = logins.start(user, request, amr=amr, lifetime=lifetime)
        return token_response(tokens)


urlpatterns = [
    path("users/password/change/", PasswordChangeView.as_view(), name="password_change")
]
