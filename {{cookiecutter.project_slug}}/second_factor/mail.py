"""Tells users by mail that their second factors were changed."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from second_factor.factors import changed
from users import mail
from users.models import User

# What was changed, as the mail says it.
CHANGES = {
    "added": _("A second factor was added."),
    "renamed": _("A second factor was renamed."),
    "removed": _("A second factor was removed."),
    "recovery_codes": _("The recovery codes were replaced."),
    "reset": _("All second factors were removed."),
}


@receiver(changed)
def tell_owner(user: User, change: str, **kwargs: Any) -> None:
    if user.email:
        about = {"user": user, "change": CHANGES[change]}
        mail.run_later(
            mail.send, template="second_factor_changed", to=user.email, **about
        )
