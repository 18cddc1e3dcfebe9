"""Which second factors a user has, and whether one is proven.

The methods are the fields of the request that proves a factor: `code` of an authenticator
app, `recovery_code`.
"""

import secrets
from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework_simplejwt.exceptions import InvalidToken

from api import events, throttling
from second_factor import totp
from second_factor.models import KINDS, Factor, RecoveryCode
from users.models import User

# An event of the log; `change` is "added", "renamed", "removed", "recovery_codes" or "reset".
CHANGED = "second_factor_changed"

# Sent after a change, with `user`, `request` and `change`.
changed = Signal()

RECOVERY_CODES = 10

# Of one kind, for each user.
MAX_FACTORS = 10


def methods_of(user: User) -> list[str]:
    """Return the methods with which a user can prove a second factor, if there is one."""
    found = [kind for kind in KINDS if kind._default_manager.filter(user=user).exists()]
    methods = [kind.method for kind in found]
    if methods and RecoveryCode.objects.filter(user=user).exists():
        methods.append("recovery_code")
    return methods


def prove(
    user: User, method: str, value: Any, request: HttpRequest
) -> list[str] | None:
    """Return how a factor was proven, in the names of RFC 8176, or None if it was not.

    The attempts are counted by account; one that succeeds resets the counter, so that only
    an attacker who has the password can use the limit up. Raises Throttled or Unavailable.
    """
    throttling.count_user(request, "second_factor", user)
    use, amr = METHODS[method]
    if not use(user, value):
        return None
    throttling.reset_count("second_factor", "user", str(user.pk))
    return [*amr, "mfa"]


def new_recovery_codes(user: User) -> list[str]:
    """Replace a user's recovery codes, and return the new ones, which are not stored.

    Each has 120 bits, as 24 letters and digits in four groups.
    """
    codes = [b32encode(secrets.token_bytes(15)).decode() for _ in range(RECOVERY_CODES)]
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


def lock(user: User, kind: type[Factor] | None = None) -> None:
    """Lock a user until the end of the transaction, to change the user's factors.

    Raises InvalidToken if the user is deleted, and ValidationError if `kind` is to be
    added and there are too many.
    """
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        raise InvalidToken
    if kind and kind._default_manager.filter(user=user).count() >= MAX_FACTORS:
        raise ValidationError("Remove one first.", code="too_many_factors")


def reset(user: User) -> int:
    """Delete all factors and recovery codes of a user; return how many factors there were."""
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        return sum(
            kind._default_manager.filter(user=user).delete()[0] for kind in KINDS
        )


def record_change(user: User, change: str, request: HttpRequest | None = None) -> None:
    """Log a change, and send the signal."""
    events.record(CHANGED, request=request, user=user, change=change)
    changed.send(sender=User, user=user, change=change, request=request)


def _digest(code: str) -> str:
    return sha256(code.replace("-", "").strip().upper().encode()).hexdigest()


# For each method, what uses a value up, and its names of RFC 8176.
METHODS: dict[str, tuple[Callable[[User, Any], bool], list[str]]] = {
    "code": (totp.use_code, ["otp"]),
    "recovery_code": (use_recovery_code, ["otp"]),
}
