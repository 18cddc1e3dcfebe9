"""What the tokens say.

The names are a contract with every service that reads the tokens: add names, and never
give an old one a new meaning.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Manager

from users.models import User

# A token with one of these of another type is no token of ours.
NUMBERS = ["iat", "exp"]
UUIDS = ["sub", "jti", "sid"]


def is_uuid(value: object) -> bool:
    """Tell whether this is a UUID, with hyphens and in lower case as we write it."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def custom_claims(user: User, groups: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the claims of `CUSTOM_CLAIMS`, read from the user as it is now.

    `groups` are the names of the user's groups, where they are known already.
    """
    return {
        claim: (
            sorted(groups)
            if source == "groups" and groups is not None
            else _value(getattr(user, source))
        )
        for claim, source in settings.CUSTOM_CLAIMS.items()
    }


def _value(value: Any) -> Any:
    """A related set becomes its names, in order; a method becomes what it returns."""
    if isinstance(value, Manager):
        return sorted(str(member) for member in value.all())
    if callable(value):
        value = value()
    return sorted(value) if isinstance(value, set) else value
