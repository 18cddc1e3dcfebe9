"""A session: the login of a user on one device. Not one of Django's, which the admin uses."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models


class EndReason(models.TextChoices):
    LOGOUT = "logout", "logged out"
    USER = "user", "ended by the user"
    STAFF = "staff", "ended by staff"
    REUSE = "reuse", "a refresh token was used again"
    PASSWORD = "password", "the password was changed"
    # template: if cookiecutter.second_factor != "none"
    SECOND_FACTOR = "second_factor", "a second factor was removed"
    # template: endif
    DEACTIVATION = "deactivation", "the account was deactivated"


class SessionQuerySet(models.QuerySet["Session"]):
    def active(self, now: datetime) -> "SessionQuerySet":
        return self.filter(ended_at=None, expires_at__gt=now)


class Session(models.Model):
    """Stores no token, and nothing from which a token can be made without the keys.

    `generation` counts the refreshes. A refresh token has the generation that it was
    issued for, and is valid only while that is the generation of the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions"
    )
    generation = models.PositiveIntegerField(default=0)
    user_agent = models.CharField(max_length=200, blank=True)
    ip_address = models.GenericIPAddressField(null=True)
    # How and when the user was authenticated, last. The names are those of RFC 8176.
    amr = models.CharField(max_length=100, blank=True)
    authenticated_at = models.DateTimeField()
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    # The latest `expires_at`, if the login asked for a shorter session.
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=EndReason)

    objects = SessionQuerySet.as_manager()

    # The names of the user's groups, if they were read with the session.
    group_names: list[str] | None = None

    def __str__(self) -> str:
        return f"Session {self.pk}"
