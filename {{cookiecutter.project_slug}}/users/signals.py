"""Signals about users, and a lock for their deletion."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import Signal, receiver

from users.models import User

# Sent after a login's password was checked, with `user` and `request`.
logged_in = Signal()

# Sent after an endpoint has stored a new password, with `user`.
password_changed = Signal()


@receiver(pre_delete, sender=User)
def lock_user(instance: User, using: str, **kwargs: Any) -> None:
    """Lock the user's row before the rows that refer to it are deleted.

    A login that inserts such a row later waits for the lock, and is then refused. Without
    the lock, the deletion would fail at the commit, when foreign keys are checked.
    """
    User.objects.using(using).select_for_update().filter(pk=instance.pk).first()
