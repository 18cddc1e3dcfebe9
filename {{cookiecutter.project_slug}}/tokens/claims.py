"""What the tokens say.

The names are a contract with every service that reads the tokens: add names, and never
give an old one a new meaning.
"""

import json
import logging
from collections.abc import Iterable
from enum import Enum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Manager, Model, QuerySet
from rest_framework_simplejwt.settings import api_settings

from api.errors import DATABASE_ERRORS
from users.models import User

logger = logging.getLogger(__name__)

# A token with one of these of another type is no token of ours.
NUMBERS = ["iat", "exp"]
UUIDS = ["sub", "jti", "sid"]


class JSONEncoder(DjangoJSONEncoder):
    """Adds to Django's dates, decimals, UUIDs and translated texts what users have.

    A related object becomes its key, and several become their names.
    """

    def default(self, o: Any) -> Any:
        if isinstance(o, Model):
            return o.pk
        if isinstance(o, Manager):
            return sorted(str(each) for each in o.all())
        if isinstance(o, QuerySet):
            return [str(each) if isinstance(each, Model) else each for each in o]
        if isinstance(o, set | frozenset):
            return sorted(o, key=str)
        if isinstance(o, Enum):
            return o.value
        return super().default(o)


def is_uuid(value: object) -> bool:
    """Tell whether this is a UUID, with hyphens and in lower case as we write it."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def custom_claims(user: User, groups: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the claims of `CUSTOM_CLAIMS`, read from the user as it is now.

    `groups` are the names of the user's groups, where they are known already. A claim
    that cannot be made is logged and left out: the user cannot mend it, and may log in.
    """
    claims = {}
    for claim, source in settings.CUSTOM_CLAIMS.items():
        try:
            claims[claim] = _json(
                sorted(groups)
                if source == "groups" and groups is not None
                else _value(user, source)
            )
        except DATABASE_ERRORS:
            raise
        except Exception:
            logger.exception(
                "The claim %r, taken from %r, is left out of a token for user %s.",
                claim,
                source,
                user.pk,
            )
    return claims


def _value(user: User, source: str) -> Any:
    """Follow a dotted path from the user; null where something on the way is missing."""
    value: Any = user
    for name in source.split("."):
        try:
            value = getattr(value, name)
        except ObjectDoesNotExist:
            return None
        if callable(value) and not isinstance(value, Manager):
            value = value()
        if value is None:
            return None
    return value


def _json(value: Any) -> Any:
    """Return what a reader of the token will find; raises TypeError or ValueError."""
    text = json.dumps(value, cls=api_settings.JSON_ENCODER, allow_nan=False)
    return json.loads(text)
