"""The messages of the password endpoints."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers
from rest_framework.fields import get_error_detail

from api.fields import EmailField, TextField
from users.models import User
from users.passwords.links import user_of_reset_link

# In characters. Hashing takes no longer for it, and nobody types more.
LONGEST_PASSWORD = 1024


class PasswordField(TextField):
    """A password, taken exactly as it was sent, spaces and all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "write_only": True,
                "trim_whitespace": False,
                "max_length": LONGEST_PASSWORD,
                "style": {"input_type": "password"},
                **kwargs,
            }
        )


def check_new_password(password: str, user: User, field: str = "new_password") -> None:
    """Raise ValidationError for a field, if the policy does not allow the password."""
    try:
        validate_password(password, user)
    except DjangoValidationError as error:
        raise serializers.ValidationError({field: get_error_detail(error)}) from error


class PasswordResetSerializer(serializers.Serializer):
    email = EmailField()


class PasswordResetConfirmSerializer(serializers.Serializer):
    uid = TextField()
    token = TextField()
    new_password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        user = user_of_reset_link(attrs["uid"], attrs["token"])
        check_new_password(attrs["new_password"], user)
        return {"user": user, "password": attrs["new_password"]}
