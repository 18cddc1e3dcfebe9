"""The user model: a user logs in with an e-mail address."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.fields import EmailField


class UserManager(BaseUserManager["User"]):
    """Creates users with an address and a password."""

    use_in_migrations = True

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class User(AbstractUser):
    """Logs in with an e-mail address; there is no user name."""

    # Tokens contain it, so it must not tell the number of users.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    # template: if cookiecutter.password_reset
    # When the valid link to reset the password was requested; empty without a link.
    reset_requested_at = models.DateTimeField(null=True, editable=False)
    # template: endif
    email = EmailField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("A user with that email address exists.")},
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment,misc]
