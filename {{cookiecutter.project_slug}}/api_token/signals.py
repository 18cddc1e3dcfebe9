"""Deletes the token of whoever is deactivated, so that reactivating revives nothing."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from rest_framework.authtoken.models import Token

from users.models import User


@receiver(post_save, sender=User)
def delete_the_token_of_the_deactivated(instance: User, **kwargs: Any) -> None:
    if not instance.is_active:
        Token.objects.filter(user=instance).delete()
