"""Refuses claims that would tell a secret, or mean something else than they should."""

import inspect
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db.models import BinaryField, FileField, Manager, Model, UUIDField
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
    ReverseOneToOneDescriptor,
)

from users.models import User

# What every model has describes no user: `delete` would do as it says. The key of a token
# of DRF's is the token.
SECRET = {
    "auth_token",
    "get_session_auth_fallback_hash",
    "get_session_auth_hash",
    "password",
    "set_unusable_password",
    *(set(dir(Model)) - {"pk"}),
}


@register(Tags.security)
def check_user_key(**kwargs: Any) -> list[Error]:
    key = User._meta.pk
    if isinstance(key, UUIDField) and key.name == "id":
        return []
    return [
        Error(
            f"The primary key of User is {key.name}, a {type(key).__name__}: a token would "
            "tell how many users there are, and could not be read.",
            hint="Write id = models.UUIDField(primary_key=True, default=uuid.uuid4, "
            "editable=False). A number of your own can be another field.",
            id="tokens.E050",
        )
    ]


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
    """Follow a path through the models, for as long as they tell what comes next."""
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
            yield f"a {model.__name__} has no {name!r}"
            return
        yield from _faults_of(model, name, attribute)
        model = _class_of(attribute)


def _faults_of(model: Any, name: str, attribute: Any) -> Iterator[str]:
    if isinstance(getattr(attribute, "field", None), FileField | BinaryField):
        yield f"{name!r} is a file; write a method that returns what to tell of it"
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
    """Return the class of what an attribute gives, if that is a model or a manager."""
    if isinstance(attribute, ForwardManyToOneDescriptor):
        return attribute.field.related_model
    if isinstance(attribute, ReverseOneToOneDescriptor):
        return attribute.related.related_model
    return Manager if isinstance(attribute, ReverseManyToOneDescriptor) else None
