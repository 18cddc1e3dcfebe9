"""Deletes the token of a user who is deactivated, so that it stays ended."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from api_token.passwords import delete_token
from users.models import User


@receiver(post_save, sender=User)
def delete_the_token_of_the_deactivated(instance: User, **kwargs: Any) -> None:
    if not instance.is_active:
        delete_token(instance)
