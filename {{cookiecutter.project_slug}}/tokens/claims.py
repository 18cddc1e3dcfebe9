"""The claims of the tokens, and the check of CUSTOM_CLAIMS.

Other services read the claims: add new names, and do not change the meaning of old ones.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Manager, Model, QuerySet
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from api.errors import DATABASE_ERRORS
from users.models import User

logger = logging.getLogger(__name__)

# Not shown to clients. The primary key of a token of DRF (`auth_token`) is the token.
SECRET = {
    "auth_token",
    "get_session_auth_fallback_hash",
    "get_session_auth_hash",
    "password",
}


# What all tokens of a login have in common.
PROOF = ["auth_time", "amr", "max_exp"]


class JSONEncoder(DjangoJSONEncoder):
    """Encodes related objects as their key or their names, and sets and enumerations."""

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


def groups_if_unchanged(user: User) -> list[str]:
    """Return the names of a user's groups; raises InvalidToken if the user has changed.

    A change of the password, or deactivation, revokes the tokens that exist. Call this
    after a login has written its row: either the revocation finds the row, or the change
    is seen here.
    """
    unchanged = User.objects.filter(
        pk=user.pk, password=user.password, is_active=True
    ).values_list("groups__name", flat=True)
    names = list(unchanged)
    if not names:
        raise InvalidToken
    return [name for name in names if name is not None]


def proof(
    authenticated_at: datetime,
    methods: Iterable[str],
    ends_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the claims `auth_time` and `amr`: when and how a user was authenticated.

    `auth_time` is in seconds since 1970 (OpenID Connect Core, 2). `amr` has the names of
    RFC 8176, each once: `pwd` is a password. `max_exp`, if the login has an end, is the
    latest `exp` of its tokens.
    """
    names = list(dict.fromkeys(methods))
    claims = {"auth_time": int(authenticated_at.timestamp()), "amr": names}
    return claims | ({"max_exp": int(ends_at.timestamp())} if ends_at else {})


def proof_in(token: Mapping[str, Any]) -> dict[str, Any]:
    """Return these claims of a token, for another one of the same login."""
    return {name: token[name] for name in PROOF if name in token}


def remaining(token: Any) -> timedelta | None:
    """Return how long the login of an access token lasts, for a new login in its place.

    None if it has no end, as a login with a token of DRF's or a session of the admin.
    """
    max_exp = token.get("max_exp") if hasattr(token, "get") else None
    return timedelta(seconds=max_exp - timezone.now().timestamp()) if max_exp else None


def custom_claims(user: User, groups: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the claims of CUSTOM_CLAIMS, as the database has them now.

    `groups` are the names of the user's groups, if they are known. A claim that fails is
    logged and left out: the user cannot correct it.
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
    """Follow a dotted path from the user; None if a part of it is missing.

    Raises TypeError for a method that changes data, such as `delete`.
    """
    value: Any = user
    for name in source.split("."):
        try:
            value = getattr(value, name)
        except ObjectDoesNotExist:
            return None
        if getattr(value, "alters_data", False):
            raise TypeError(f"{name} changes data")
        if callable(value) and not isinstance(value, Manager):
            value = value()
        if value is None:
            return None
    return value


def _json(value: Any) -> Any:
    """Return the value as it is read from the token; raises TypeError or ValueError."""
    text = json.dumps(value, cls=api_settings.JSON_ENCODER, allow_nan=False)
    return json.loads(text)


@register(Tags.security)
def check_custom_claims(**kwargs: Any) -> list[Error]:
    return [
        Error(
            f"CUSTOM_CLAIMS takes {claim!r} from {source!r}, which is secret, or which a "
            "user does not have.",
            hint="Name an attribute or a method without arguments of the user, or of an "
            "object related to it (tenant.slug); docs/tokens.md has examples.",
            id="tokens.E004",
        )
        for claim, source in settings.CUSTOM_CLAIMS.items()
        if not _may_be_shown(str(source).split("."))
    ] + [
        Error(
            f"CUSTOM_CLAIMS gives {claim!r} another meaning.",
            hint="Choose a name that the tokens do not use themselves.",
            id="tokens.E005",
        )
        for claim in settings.CUSTOM_CLAIMS
        if claim in {*settings.REQUIRED_CLAIMS, *PROOF, "nbf", "gen"}
    ]


def _may_be_shown(path: list[str]) -> bool:
    # `_password` is a new password before it is hashed.
    is_secret = any(name in SECRET or name.startswith("_") for name in path)
    return hasattr(User, path[0]) and not is_secret
