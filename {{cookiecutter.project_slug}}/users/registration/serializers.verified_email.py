"""The messages of the registration endpoints."""

from typing import Any

from rest_framework import serializers

from api.fields import EmailField, ModelSerializer, TextField
from users.models import User
from users.passwords.serializers import PasswordField, check_new_password
from users.registration.links import address_of_registration_link


class RegistrationSerializer(serializers.Serializer):
    email = EmailField()


class RegistrationLinkSerializer(serializers.Serializer):
    token = TextField()

    def validate_token(self, token: str) -> str:
        return address_of_registration_link(token)


class VerifyEmailSerializer(ModelSerializer):
    """Asks for name and password here, where they come from the address's owner."""

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
        """Look at the link before all else: a complaint of a name tells that it is taken."""
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
