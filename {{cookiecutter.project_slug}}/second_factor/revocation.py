"""Without one of the factors, the sessions that it has opened end."""

from typing import Any

from django.dispatch import receiver

from second_factor.factors import changed
from tokens import logins
from users.models import User


@receiver(changed)
def revoke_tokens(user: User, change: str, **kwargs: Any) -> None:
    """Revoke all tokens of a user who has lost a factor, or given it up."""
    if change in {"removed", "reset"}:
        logins.revoke_all(user, "second_factor")
