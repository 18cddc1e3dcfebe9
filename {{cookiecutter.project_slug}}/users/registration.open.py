"""Registration in one step, without proof of the address.

The response tells which accounts exist: without a mail there is no other way to say that
a name is taken. Choose `verified_email` where that has to stay secret.
"""

from typing import Any

from django.db import IntegrityError, router, transaction
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
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
        user = create_account(**serializer.validated_data)
        events.record(events.USER_CREATED, request=request, user=user)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)


def create_account(**fields: Any) -> User:
    """Create a user without any permission.

    Raises ValidationError if a concurrent request has taken the name or the address: they
    are unique in the database.
    """
    try:
        with transaction.atomic(using=router.db_for_write(User)):
            return User.objects.create_user(**fields)
    except IntegrityError as error:
        message = "An account with that name or address exists."
        names = sorted({User.USERNAME_FIELD, "email"} & set(fields))
        taken = [
            name
            for name in names
            if User.objects.filter(**{name: fields[name]}).exists()
        ]
        raise ValidationError(
            {name: [message] for name in taken or names}, code="unique"
        ) from error


urlpatterns = [
    path("", RegistrationView.as_view(), name="register"),
]
