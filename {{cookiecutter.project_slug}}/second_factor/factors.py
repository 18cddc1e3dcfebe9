"""Which second factors a user has, and whether one is proven.

The methods are the fields of the request that proves a factor: `code` of an authenticator
app, `recovery_code`.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api import events, throttling
from second_factor.models import KINDS, Authenticator, RecoveryCode, lock
from second_factor.recovery_codes import first_recovery_codes, use_recovery_code
from second_factor.totp import finish, use_code
from users.models import User

# An event of the log; `change` is "added", "renamed", "removed", "recovery_codes" or "reset".
CHANGED = "second_factor_changed"

# Sent after a change, with `user`, `request` and `change`.
changed = Signal()

# The name of an authenticator app that was not given one, in the language of the request.
APP: Any = _("Authenticator app")


def methods_of(user: User) -> list[str]:
    """Return the methods with which a user can prove a second factor, if there is one.

    A login takes one query for it, however many kinds there are.
    """
    models = {kind.method: kind for kind in KINDS} | {"recovery_code": RecoveryCode}
    exists = {
        method: Exists(model._default_manager.filter(user=OuterRef("pk")))
        for method, model in models.items()
    }
    found = User.objects.filter(pk=user.pk).values(**exists).first() or {}
    methods = [method for method in models if found.get(method)]
    # Without a factor there is nothing to recover.
    return methods if methods != ["recovery_code"] else []


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


def add_app(
    user: User, code: str, name: str = APP, *, request: HttpRequest
) -> list[str] | None:
    """Add the authenticator app that was begun; return the recovery codes that are new.

    None if its code is wrong. Raises what `lock` does, and Unavailable.
    """
    with transaction.atomic():
        lock(user, Authenticator)
        if not finish(user, code, name):
            return None
        codes = first_recovery_codes(user)
    record_change(user, "added", request)
    return codes


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


# For each method, what uses a value up, and its names of RFC 8176.
METHODS: dict[str, tuple[Callable[[User, Any], bool], list[str]]] = {
    "code": (use_code, ["otp"]),
    "recovery_code": (use_recovery_code, ["otp"]),
}
