"""What an access token says of its user beside who it is.

The names are a contract with every service that reads the tokens: add names, and never
give an old one a new meaning.
"""

from typing import Any

from django.conf import settings
from django.db.models import Manager

from users.models import User


def custom_claims(user: User) -> dict[str, Any]:
    """Return the claims of `CUSTOM_CLAIMS`, read from the user as it is now."""
    return {
        claim: _value(getattr(user, source))
        for claim, source in settings.CUSTOM_CLAIMS.items()
    }


def _value(value: Any) -> Any:
    """A related set becomes its names, in order; a method becomes what it returns."""
    if isinstance(value, Manager):
        return sorted(str(member) for member in value.all())
    if callable(value):
        value = value()
    return sorted(value) if isinstance(value, set) else value
