"""The endpoint that proves again, within a login, who the user is (RFC 9470).

Views with the permission RecentlyAuthenticated need it, such as the deletion of the account.
"""

from typing import Any, cast

from django.db import transaction
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.parsers import JSONParser
from tokens import logins
from tokens.authentication import AccessTokenAuthentication
from tokens.tokens import AccessToken
from users.models import User
from users.passwords import PasswordField


class StepUpSerializer(serializers.Serializer):
    password = PasswordField()
    access = serializers.CharField(read_only=True)

    def validate_password(self, password: str) -> str:
        if not self.context["request"].user.check_password(password):
            raise ValidationError(
                _("This is not your password."), code="wrong_password"
            )
        return password

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return how the user was authenticated, in the names of RFC 8176."""
        return {"amr": ["pwd"]}


# As for every view that starts a login: see TokenView.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class StepUpView(GenericAPIView):
    """Prove again who you are; the response has a new access token."""

    authentication_classes = (AccessTokenAuthentication,)
    parser_classes = (JSONParser,)
    serializer_class = StepUpSerializer
    # The attempts count together with those at the login.
    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "login"

    def post(self, request: Request) -> Response:
        user = cast("User", request.user)
        serializer = self.get_serializer(data=request.data)
        try:
            serializer.is_valid(raise_exception=True)
        except ValidationError:
            events.record(events.LOGIN_FAILED, request=request, user=user)
            raise
        amr = serializer.validated_data["amr"]
        access = logins.step_up(cast("AccessToken", request.auth), user, amr)
        events.record(events.LOGIN_SUCCEEDED, request=request, user=user, step_up=True)
        return Response({"access": access})


urlpatterns = [path("token/step-up/", StepUpView.as_view(), name="step_up")]
