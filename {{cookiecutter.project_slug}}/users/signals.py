"""Makes the deletion of a user safe against rows that are written at the same time."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from users.models import User


@receiver(pre_delete, sender=User)
def lock_user(instance: User, using: str, **kwargs: Any) -> None:
    """Lock a user's row before the rows that refer to it are deleted.

    A login that writes its row after that waits, and is refused. Without the lock its
    row would make the deletion fail at the commit, where foreign keys are checked.
    """
    User.objects.using(using).select_for_update().filter(pk=instance.pk).first()
