"""Making an account."""

from typing import Any

from django.db import IntegrityError, router, transaction
from rest_framework.exceptions import ValidationError

from users.models import User


def create_account(**fields: Any) -> User:
    """Make a user who can do nothing but log in.

    Raises ValidationError if another request took the name or the address a moment ago:
    the database allows each of them once.
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
