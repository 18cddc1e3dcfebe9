"""The second factors of a user, and the recovery codes for a user who has lost them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework_simplejwt.exceptions import InvalidToken

from users.models import User


class Factor(models.Model):
    kind: ClassVar[str]
    # The field of a request that proves it.
    method: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=50)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Authenticator(Factor):
    """An authenticator app, with which the service shares a secret (RFC 6238)."""

    kind = "totp"
    method = "code"

    # Encrypted: second_factor/totp.py.
    secret = models.TextField()
    # The period of the last code that was used; earlier codes are refused.
    last_period = models.BigIntegerField()


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


# template: if cookiecutter.second_factor == "passkeys"
class Passkey(Factor):
    """A key pair in a device or a password manager, of which this is the public key."""

    kind = "passkey"
    method = "credential"

    # In base64url; 1023 bytes at most (WebAuthn level 3, 4).
    credential_id = models.CharField(max_length=1364, unique=True)
    # As CBOR (RFC 9052).
    public_key = models.BinaryField()
    # How often it was used, if the device counts.
    sign_count = models.PositiveBigIntegerField(default=0)


# template: endif
KINDS: list[type[Factor]] = [
    Authenticator,
    # template: if cookiecutter.second_factor == "passkeys"
    Passkey,
    # template: endif
]

# Of one kind, for each user.
MAX_FACTORS = 10


def lock(user: User, kind: type[Factor] | None = None) -> None:
    """Lock a user until the end of the transaction, to change the user's factors.

    Raises InvalidToken if the user is deleted, and ValidationError if `kind` is to be
    added and there are too many.
    """
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        raise InvalidToken
    if kind and kind._default_manager.filter(user=user).count() >= MAX_FACTORS:
        raise ValidationError(_("Remove one first."), code="too_many_factors")
