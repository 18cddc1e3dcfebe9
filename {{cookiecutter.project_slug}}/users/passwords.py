"""Passwords that a user sends, and how a new one is stored."""

from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import router, transaction
from django.db.models import Q
from rest_framework.exceptions import ValidationError
from rest_framework.fields import get_error_detail
from rest_framework_simplejwt.exceptions import InvalidToken

from api.fields import TextField
from users.models import User
from users.signals import password_changed

# In characters. A longer password takes no more time to hash, but no user types one.
LONGEST_PASSWORD = 1024


class PasswordField(TextField):
    """A password exactly as it was sent, with its spaces."""

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
    """Raise ValidationError for `field` if AUTH_PASSWORD_VALIDATORS refuse a password."""
    try:
        password_validation.validate_password(password, user)
    except DjangoValidationError as error:
        raise ValidationError({field: get_error_detail(error)}) from error


def change_password(*, user: User, password: str) -> None:
    """Replace the password that the user has just entered.

    Raises InvalidToken if it was changed in the meantime, or the user was deleted.
    """
    if not store_password(user, password, unless_changed=Q(password=user.password)):
        raise InvalidToken


def store_password(
    user: User, password: str, *, unless_changed: Q, **fields: Any
) -> bool:
    """Store a password and other fields, and return whether `unless_changed` still held.

    Of concurrent requests with the same condition, one UPDATE finds the row. Django's
    password validators are called in the same transaction, because they may revoke tokens.
    """
    user.password = make_password(password)
    unchanged = User.objects.filter(unless_changed, pk=user.pk)
    with transaction.atomic(using=router.db_for_write(User)):
        if not unchanged.update(password=user.password, **fields):
            return False
        password_validation.password_changed(password, user)
    password_changed.send(sender=User, user=user)
    return True
