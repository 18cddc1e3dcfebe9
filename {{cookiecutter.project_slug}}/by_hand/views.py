"""A login, and a view that requires its token."""

from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, permissions, serializers
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.fields import TextField
from api.parsers import JSONParser
from by_hand.authentication import CHALLENGE, ByHandAuthentication
from by_hand.tokens import encode
from users.models import User
from users.passwords import PasswordField
from users.signals import logged_in
from users.views import MeView


class ByHandLoginSerializer(serializers.Serializer):
    password = PasswordField()
    token = serializers.CharField(read_only=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        name = TextField(write_only=True, max_length=254)
        return {User.USERNAME_FIELD: name, **super().get_fields()}


class LoginView(generics.GenericAPIView):
    """Log in with a name and a password."""

    authentication_classes = ()
    permission_classes = (permissions.AllowAny,)
    parser_classes = (JSONParser,)
    serializer_class = ByHandLoginSerializer
    # The attempts count together with those at the other login.
    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "login"
    throttled_account = User.USERNAME_FIELD

    def post(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        # It also hashes a password for an unknown name, and refuses inactive users.
        user = authenticate(request, **serializer.validated_data)
        if not isinstance(user, User):
            events.record(events.LOGIN_FAILED, request=request)
            raise AuthenticationFailed(_("Invalid credentials"), "invalid_credentials")
        throttling.remember_login(request, user)
        logged_in.send(sender=User, user=user, request=request)
        events.record(events.LOGIN_SUCCEEDED, request=request, user=user)
        return Response({"token": encode(user)})

    def get_authenticate_header(self, request: Request) -> str:
        return CHALLENGE


@extend_schema(auth=[{"jwtAuth": []}])  # type: ignore[list-item]
class ProfileView(MeView):
    """The profile of the current user."""

    authentication_classes = (ByHandAuthentication,)
    http_method_names = ["get", "head", "options"]
