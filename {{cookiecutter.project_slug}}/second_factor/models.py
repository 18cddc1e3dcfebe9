"""The second factors of a user, and the recovery codes for a user who has lost them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework_simplejwt.exceptions import InvalidToken

from users.models import User

# Of one kind, for each user.
MAX_FACTORS = 10


class Factor(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=50)
    # Of an authenticator app, the secret, encrypted (see second_factor/totp.py).
    # template: if cookiecutter.second_factor == "passkeys"
    # Of a passkey, the public key, as CBOR (RFC 9052).
    # template: endif
    key = models.BinaryField()
    # Of an app, the period of its last code: a code is accepted only in a later one.
    # template: if cookiecutter.second_factor == "passkeys"
    # Of a passkey, how often it was used, if the device counts.
    # template: endif
    counter = models.BigIntegerField(default=0)
    # template: if cookiecutter.second_factor == "passkeys"
    # Of a passkey, in base64url; 1023 bytes at most (WebAuthn level 3, 4).
    credential_id = models.CharField(
        max_length=1364, unique=True, null=True, blank=True
    )
    # template: endif
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RecoveryCode(models.Model):
    """The SHA-256 of a code, which is random enough for it (NIST SP 800-63B-4, 3.1.2.2)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="second_factor_recovery_code"
            )
        ]

    def __str__(self) -> str:
        return f"RecoveryCode {self.pk}"


def lock(user: User) -> None:
    """Lock a user until the end of the transaction, to change the user's factors.

    Raises InvalidToken if the user is deleted.
    """
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        raise InvalidToken


def check_number(user: User, kind: str) -> None:
    """Raise ValidationError if a user can add no other factor of this kind."""
    if Factor.objects.filter(user=user, kind=kind).count() >= MAX_FACTORS:
        raise ValidationError(_("Remove one first."), code="too_many_factors")
