"""Ends the sessions of whoever is deactivated, so that reactivating revives nothing."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from login_sessions import ending
from login_sessions.models import EndReason
from users.models import User


@receiver(post_save, sender=User)
def end_sessions_of_the_deactivated(instance: User, **kwargs: Any) -> None:
    if not instance.is_active:
        ending.end_sessions(user=instance, reason=EndReason.DEACTIVATION)
