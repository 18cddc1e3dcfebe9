"""The claims of the tokens, and the check of CUSTOM_CLAIMS.

Other services read the claims: add new names, and do not change the meaning of old ones.
"""

import inspect
import json
import logging
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, FileField, Manager, Model, QuerySet
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
    ReverseOneToOneDescriptor,
)
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from api.errors import DATABASE_ERRORS
from users.models import User

logger = logging.getLogger(__name__)

# Not values of a user: secrets, and the methods of every model. The primary key of a
# token of DRF is the token.
SECRET = {
    "auth_token",
    "get_session_auth_fallback_hash",
    "get_session_auth_hash",
    "password",
    "set_unusable_password",
    *(set(dir(Model)) - {"pk"}),
}


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
    """Follow a dotted path from the user; None if a part of it is missing."""
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
    """Return the value as it is read from the token; raises TypeError or ValueError."""
    text = json.dumps(value, cls=api_settings.JSON_ENCODER, allow_nan=False)
    return json.loads(text)


@register(Tags.security)
def check_custom_claims(**kwargs: Any) -> list[Error]:
    return [
        Error(
            f"CUSTOM_CLAIMS takes {claim!r} from {source!r}: {fault}.",
            hint="Name an attribute or a method without arguments of the user, or of an "
            "object related to it (tenant.slug); docs/tokens.md has examples.",
            id="tokens.E004",
        )
        for claim, source in settings.CUSTOM_CLAIMS.items()
        for fault in _faults(source)
    ] + [
        Error(
            f"CUSTOM_CLAIMS gives {claim!r} another meaning.",
            hint="Choose a name that the tokens do not use themselves.",
            id="tokens.E005",
        )
        for claim in settings.CUSTOM_CLAIMS
        if claim in {*settings.REQUIRED_CLAIMS, "nbf", "gen"}
    ]


def _faults(source: Any) -> Iterator[str]:
    """Describe the faults of a path, as far as the models define it."""
    if not isinstance(source, str):
        yield "this is not the name of an attribute"
        return
    model: Any = User
    for name in source.split("."):
        # `_password` is a new password before it is hashed.
        if name in SECRET or name.startswith("_"):
            yield f"{name!r} is secret, or not a value"
        if model is None:
            continue
        attribute = getattr(model, name, model)
        if attribute is model or isinstance(attribute, type | Manager):
            yield f"{model.__name__} has no {name!r}"
            return
        yield from _faults_of(model, name, attribute)
        model = _class_of(attribute)


def _faults_of(model: Any, name: str, attribute: Any) -> Iterator[str]:
    if isinstance(getattr(attribute, "field", None), FileField | BinaryField):
        yield f"{name!r} is a file; write a method that returns a value"
    if callable(attribute):
        static = inspect.getattr_static(model, name)
        is_bound = isinstance(static, classmethod | staticmethod)
        try:
            inspect.signature(attribute).bind(*[] if is_bound else [model])
        except TypeError:
            yield f"{name!r} needs arguments"
        if inspect.iscoroutinefunction(attribute):
            yield f"{name!r} is asynchronous"
        if getattr(attribute, "alters_data", False):
            yield f"{name!r} changes data"


def _class_of(attribute: Any) -> Any:
    """Return the model or manager that an attribute returns, if it returns one."""
    if isinstance(attribute, ForwardManyToOneDescriptor):
        return attribute.field.related_model
    if isinstance(attribute, ReverseOneToOneDescriptor):
        return attribute.related.related_model
    return Manager if isinstance(attribute, ReverseManyToOneDescriptor) else None
