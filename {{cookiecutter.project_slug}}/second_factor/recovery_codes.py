"""Recovery codes, for users who have lost their second factor: ten, each valid once."""

import secrets
from base64 import b32encode
from hashlib import sha256

from django.db import transaction

from second_factor.models import RecoveryCode, lock
from users.models import User

NUMBER = 10


def new_recovery_codes(user: User) -> list[str]:
    """Replace a user's recovery codes, and return the new ones, which are not stored.

    Each has 120 bits, as 24 letters and digits in four groups.
    """
    codes = [b32encode(secrets.token_bytes(15)).decode() for _ in range(NUMBER)]
    with transaction.atomic():
        lock(user)
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, digest=_digest(code)) for code in codes
        )
    return ["-".join(code[i : i + 6] for i in range(0, 24, 6)) for code in codes]


def first_recovery_codes(user: User) -> list[str]:
    """Return recovery codes for a user who has none."""
    has_some = RecoveryCode.objects.filter(user=user).exists()
    return [] if has_some else new_recovery_codes(user)


def use_recovery_code(user: User, code: str) -> bool:
    """Delete a code, and return whether it was there: of concurrent requests, in one."""
    found = RecoveryCode.objects.filter(user=user, digest=_digest(code))
    return found.delete()[0] == 1


def _digest(code: str) -> str:
    return sha256(code.replace("-", "").strip().upper().encode()).hexdigest()
