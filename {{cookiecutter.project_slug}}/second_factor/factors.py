"""Which second factors a user has, and whether one is proven."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api import events, throttling
from second_factor import totp
from second_factor.models import Factor, RecoveryCode, check_number, lock
from second_factor.recovery_codes import first_recovery_codes, use_recovery_code
from users.models import User

# An event of the log; `change` is "added", "renamed", "removed", "recovery_codes" or "reset".
CHANGED = "second_factor_changed"

# Sent after a change, with `user`, `request` and `change`.
changed = Signal()

# The name of an authenticator app that was not given one, in the language of the request.
APP: Any = _("Authenticator app")


class Method(NamedTuple):
    # Of the factor that it proves.
    kind: str | None
    # Uses a value up, and returns whether it was right.
    use: Callable[[User, Any], bool]
    # The names of RFC 8176.
    amr: list[str]


# By the field of the request that proves a factor.
METHODS = {
    "code": Method(totp.KIND, totp.use_code, ["otp"]),
    "recovery_code": Method(None, use_recovery_code, ["otp"]),
}


def methods_of(user: User) -> list[str]:
    """Return the methods with which a user can prove a second factor, if there is one."""
    kinds = set(Factor.objects.filter(user=user).values_list("kind", flat=True))
    methods = [name for name, method in METHODS.items() if method.kind in kinds]
    # Without a factor there is nothing to recover.
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
    if not METHODS[method].use(user, value):
        return None
    throttling.reset_count("second_factor", "user", str(user.pk))
    return [*METHODS[method].amr, "mfa"]


def add(factor: Factor, request: HttpRequest) -> list[str]:
    """Store a new factor; return the user's recovery codes, if there were none before.

    Raises what `lock` and `check_number` do.
    """
    with transaction.atomic():
        lock(factor.user)
        check_number(factor.user, factor.kind)
        factor.save()
        codes = first_recovery_codes(factor.user)
    record_change(factor.user, "added", request)
    return codes


@transaction.atomic
def reset(user: User) -> int:
    """Delete all factors and recovery codes of a user; return how many factors there were."""
    RecoveryCode.objects.filter(user=user).delete()
    return Factor.objects.filter(user=user).delete()[0]


def record_change(user: User, change: str, request: HttpRequest | None = None) -> None:
    """Log a change, and send the signal."""
    events.record(CHANGED, request=request, user=user, change=change)
    changed.send(sender=User, user=user, change=change, request=request)
