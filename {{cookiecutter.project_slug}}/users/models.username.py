"""The user model: a user logs in with a user name."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from users.fields import EmailField, UsernameField


class User(AbstractUser):
    """Logs in with a user name; an e-mail address is optional and unique."""

    # Tokens contain it, so it must not tell the number of users.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = UsernameField(
        _("username"),
        max_length=150,
        unique=True,
        help_text=_("150 characters or fewer: letters, digits and @ . + - _"),
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("A user with that username already exists.")},
    )
    # template: if cookiecutter.password_reset
    # When the valid link to reset the password was requested; empty without a link.
    reset_requested_at = models.DateTimeField(null=True, editable=False)
    # template: endif
    email = EmailField(_("email address"), blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~models.Q(email=""),
                name="users_user_email",
                violation_error_message=_("A user with that email address exists."),
            ),
        ]
