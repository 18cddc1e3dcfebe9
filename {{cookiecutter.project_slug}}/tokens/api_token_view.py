"""The endpoint that returns DRF's token of an account.

A wrong name or password is 401, as at a login; DRF's own view returns 400.
"""

from typing import Any

from django.db import IntegrityError
from django.urls import path
from rest_framework import serializers
from rest_framework.authtoken.admin import TokenAdmin
from rest_framework.authtoken.models import Token
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events
from api.throttling import ByAccount, ByAddress
from tokens.authentication import REALM
from tokens.claims import groups_if_unchanged
from tokens.generics import TokenView
from tokens.serializers import TokenObtainPairSerializer
from users.models import User

# In the admin, a list of all users would be too long to choose from.
TokenAdmin.raw_id_fields = ["user"]


class ApiTokenSerializer(TokenObtainPairSerializer):
    access = None  # type: ignore[assignment]
    refresh = None  # type: ignore[assignment]
    token = serializers.CharField(read_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["user"], self.fields["lifetime"]

    def log_in(self, user: User) -> dict[str, Any]:
        try:
            token, created = Token.objects.get_or_create(user=user)
        except IntegrityError as error:
            # The user has been deleted.
            raise InvalidToken from error
        try:
            groups_if_unchanged(user)
        except InvalidToken:
            # A token that existed may be that of a login with the new password.
            if created:
                token.delete()
            raise
        events.record(
            events.LOGIN_SUCCEEDED, request=self.context["request"], user=user
        )
        return {"token": token.key}


class ApiTokenView(TokenView):
    """Exchange a name and a password for the token of the account."""

    serializer_class = ApiTokenSerializer
    throttle_classes = (ByAddress, ByAccount)
    throttle_scope = "login"
    throttled_account = User.USERNAME_FIELD
    challenge = REALM

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.validate(request.data))


urlpatterns = [
    path("api-token/", ApiTokenView.as_view(), name="api_token"),
]
