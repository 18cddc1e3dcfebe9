"""A login on one device, from its password to its end."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models


class EndReason(models.TextChoices):
    LOGOUT = "logout", "logged out"
    USER = "user", "ended by its user"
    STAFF = "staff", "ended by staff"
    REUSE = "reuse", "a spent refresh token was used again"
    PASSWORD = "password", "the password was changed"
    DEACTIVATION = "deactivation", "the account was deactivated"


class SessionQuerySet(models.QuerySet["Session"]):
    def living(self, now: datetime) -> "SessionQuerySet":
        return self.filter(ended_at=None, expires_at__gt=now)


class Session(models.Model):
    """Holds no token and nothing to make one from: whoever reads the table gains nothing.

    `generation` counts the refreshes. A refresh token carries the generation it belongs
    to, and only one of the present generation is alive.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="login_sessions",
    )
    generation = models.PositiveIntegerField(default=0)
    user_agent = models.CharField(max_length=200, blank=True)
    ip_address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=EndReason)

    objects = SessionQuerySet.as_manager()

    # The names of the user's groups, where they were read along.
    group_names: list[str] | None = None

    def __str__(self) -> str:
        return f"Session {self.pk}"
