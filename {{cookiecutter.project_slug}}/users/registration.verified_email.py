"""Registration in two steps: a mailed link proves an address, and then creates the account.

Without the link there is no account: none to log in to, none that blocks the address for
its owner, none to clean up.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events, throttling
from api.errors import InvalidLink
from api.fields import EmailField, ModelSerializer, TextField
from api.views import PublicView
from users import mail
from users.models import User
from users.passwords import PasswordField, check_new_password
from users.serializers import UserSerializer

SALT = "users.registration"


class RegistrationSerializer(serializers.Serializer):
    email = EmailField()


class RegistrationLinkSerializer(serializers.Serializer):
    token = TextField()

    def validate_token(self, token: str) -> str:
        return address_of_registration_link(token)


class VerifyEmailSerializer(ModelSerializer):
    """Names and password are sent with the link, so they are the address owner's."""

    token = TextField(write_only=True)
    password = PasswordField()

    class Meta:
        model = User
        fields = [
            "token",
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "password",
            "first_name",
            "last_name",
        ]

    def to_internal_value(self, data: Any) -> Any:
        """Validate the link first: an error about a name tells that it is taken."""
        link = RegistrationLinkSerializer(data=data)
        link.is_valid(raise_exception=True)
        attrs = super().to_internal_value(data)
        attrs["email"] = link.validated_data["token"]
        return attrs

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        del attrs["token"]
        names = {name: attrs[name] for name in attrs if name != "password"}
        check_new_password(attrs["password"], User(**names), "password")
        return attrs


class RegistrationView(PublicView):
    """Mail a link that creates an account; a lost one can be requested again.

    The response is the same for every address, and is sent before any query.
    """

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "register"
    throttled_account = "email"

    @extend_schema(request=RegistrationSerializer, responses={202: None})
    def post(self, request: Request) -> Response:
        serializer = RegistrationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        mail.run_later(send_registration_link, email=serializer.validated_data["email"])
        return Response(status=status.HTTP_202_ACCEPTED)


class VerifyEmailView(PublicView):
    """Create an account with a mailed link. It does not log the user in."""

    throttle_classes = (throttling.ByAddress,)
    throttle_scope = "verify"

    @extend_schema(request=VerifyEmailSerializer, responses={201: UserSerializer})
    def post(self, request: Request) -> Response:
        serializer = VerifyEmailSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = User.objects.create_user(**serializer.validated_data)
        events.record(events.USER_CREATED, request=request, user=user)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)


def send_registration_link(*, email: str) -> None:
    """Mail a link that creates an account for a normalized address.

    The owner of an account is told by mail that it exists; the client is not told.
    """
    user = User.objects.filter(email=email).first()
    if user:
        mail.send("registered_already", to=user.email, user=user)
    else:
        token = signing.dumps(email, salt=SALT)
        mail.send("registration", to=email, token=token)


def address_of_registration_link(token: str) -> str:
    """Return the address that a link proves, until an account has it.

    Raises InvalidLink.
    """
    try:
        address = signing.loads(token, salt=SALT, max_age=settings.REGISTRATION_TIMEOUT)
    except signing.BadSignature as error:
        raise InvalidLink from error
    if User.objects.filter(email=address).exists():
        raise InvalidLink
    return str(address)


urlpatterns = [
    path("", RegistrationView.as_view(), name="register"),
    path("verify-email/", VerifyEmailView.as_view(), name="verify_email"),
]
