"""A session: the login of a user on one device. Not one of Django's, which the admin uses."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    LOGOUT = "logout", _("logged out")
    USER = "user", _("ended by the user")
    STAFF = "staff", _("ended by staff")
    REUSE = "reuse", _("a refresh token was used again")
    PASSWORD = "password", _("the password was changed")
    # template: if cookiecutter.second_factor != "none"
    SECOND_FACTOR = "second_factor", _("a second factor was removed")
    # template: endif
    DEACTIVATION = "deactivation", _("the account was deactivated")


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
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name=_("user"),
    )
    generation = models.PositiveIntegerField(_("generation"), default=0)
    user_agent = models.CharField(_("user agent"), max_length=200, blank=True)
    ip_address = models.GenericIPAddressField(_("IP address"), null=True)
    # How and when the user was authenticated, last. The names are those of RFC 8176.
    amr = models.CharField(_("authenticated by"), max_length=100, blank=True)
    authenticated_at = models.DateTimeField(_("authenticated at"))
    created_at = models.DateTimeField(_("created at"))
    rotated_at = models.DateTimeField(_("rotated at"))
    last_used_at = models.DateTimeField(_("last used at"))
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    # The latest `expires_at`, if the login asked for a shorter session.
    ends_at = models.DateTimeField(_("ends at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_reason = models.CharField(
        _("end reason"), max_length=20, blank=True, choices=EndReason
    )

    objects = SessionQuerySet.as_manager()

    # The names of the user's groups, if they were read with the session.
    group_names: list[str] | None = None

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"Session {self.pk}"
