"""The messages of the registration endpoint."""

from typing import Any

from rest_framework.validators import UniqueValidator

from api.fields import EmailField, ModelSerializer
from users.models import User
from users.passwords.serializers import PasswordField, check_new_password


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
