"""Registration in one step, without proof of the address.

The response tells which accounts exist: without a mail there is no other way to say that
a name is taken. Choose `verified_email` where that has to stay secret.
"""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator

from api import events, throttling
from api.fields import EmailField, ModelSerializer
from api.views import PublicView
from users.models import User
from users.passwords import PasswordField, check_new_password
from users.serializers import UserSerializer


class RegistrationSerializer(ModelSerializer):
    email = EmailField(validators=[UniqueValidator(User.objects.all())])
    password = PasswordField()

    class Meta:
        model = User
        fields = [
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "email",
            "password",
            "first_name",
            "last_name",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        names = {name: attrs[name] for name in attrs if name != "password"}
        check_new_password(attrs["password"], User(**names), "password")
        return attrs


class RegistrationView(PublicView):
    """Create an account. It does not log the user in."""

    throttle_classes = (throttling.ByAddress, throttling.ByAccount)
    throttle_scope = "register"
    throttled_account = "email"

    @extend_schema(request=RegistrationSerializer, responses={201: UserSerializer})
    def post(self, request: Request) -> Response:
        serializer = RegistrationSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = User.objects.create_user(**serializer.validated_data)
        events.record(events.USER_CREATED, request=request, user=user)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("", RegistrationView.as_view(), name="register"),
]
