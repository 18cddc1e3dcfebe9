"""Tells users by mail that their second factors were changed."""

from typing import Any

from django.dispatch import receiver

from second_factor.factors import changed
from users import mail
from users.models import User

# What was changed, as the mail says it.
CHANGES = {
    "added": "a second factor was added",
    "renamed": "a second factor was renamed",
    "removed": "a second factor was removed",
    "recovery_codes": "the recovery codes were replaced",
    "reset": "all second factors were removed",
}


@receiver(changed)
def tell_owner(user: User, change: str, **kwargs: Any) -> None:
    if user.email:
        about = {"user": user, "change": CHANGES[change]}
        mail.run_later(
            mail.send, template="second_factor_changed", to=user.email, **about
        )
