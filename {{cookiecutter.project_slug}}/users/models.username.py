"""Who somebody is: here, a user name."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from users.fields import EmailField


class User(AbstractUser):
    """Logs in with a user name; an e-mail address is optional, and nobody else's."""

    # Tokens carry the key, so it must not tell how many users there are.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EmailField("email address", blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~models.Q(email=""),
                name="users_user_email",
                violation_error_message="A user with that email address exists.",
            ),
        ]
