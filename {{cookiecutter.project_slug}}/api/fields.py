"""The one form of names and addresses, and serializer fields that convert nothing else."""

import unicodedata
from contextlib import suppress
from functools import cache
from typing import Any

from django.db import models
from rest_framework import serializers

# In characters (RFC 5321, 4.5.3.1.3, without its brackets).
MAX_ADDRESS = 254


def normalize_name(text: str) -> str:
    """Return a name in lower case and in Unicode's form NFKC."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def normalize_email(text: str) -> str:
    """Return the address to which a mail server delivers; any text is accepted.

    Mail names a domain in ASCII (IDNA), which removes soft hyphens and characters without
    width, and turns `ß` into `ss`. Without this one mailbox would have many addresses.
    """
    name, at, domain = normalize_name(text).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
        # Readable instead of `xn--`. A domain that cannot be decoded stays in ASCII.
        domain = domain.encode("ascii").decode("idna")
    return f"{name}{at}{domain}"


class TextField(serializers.CharField):
    """A text. DRF would accept a number, and trim the text before it measures it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class EmailField(TextField, serializers.EmailField):
    """An address in its normalized form, which has to be valid, too.

    Normalizing may change whose address it is: `＞` becomes `>`, which ends it in a mail.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_ADDRESS, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        return normalize_email(super().to_internal_value(data))


class ModelSerializer(serializers.ModelSerializer):
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: TextField,
        models.EmailField: EmailField,
    }

    def to_representation(self, instance: Any) -> Any:
        """Use the fields of one serializer for all of its class, where they are the same.

        DRF derives them from the model for each serializer, which takes longer than the
        rest of a response.
        """
        shared = None if "fields" in vars(self) else _shared(type(self))
        return super(ModelSerializer, shared or self).to_representation(instance)


# What decides about the fields of a serializer.
STOCK = {
    name: getattr(serializers.ModelSerializer, name)
    for name in dir(serializers.ModelSerializer)
    if name in {"__init__", "fields", "_readable_fields"}
    or name.startswith(("build_", "get_", "include_"))
}
# These use the request, methods of the serializer, or another field.
IMPURE = (
    serializers.DictField,
    serializers.FileField,
    serializers.ListField,
    serializers.SerializerMethodField,
)


@cache
def _shared(cls: type[ModelSerializer]) -> ModelSerializer | None:
    """Return a serializer whose fields depend on nothing but the value, or None."""
    if any(getattr(cls, name) is not method for name, method in STOCK.items()):
        return None
    serializer = cls()
    for field in serializer.fields.values():
        is_known = type(field).__module__ in {"rest_framework.fields", __name__}
        needs_request = getattr(field.default, "requires_context", False)
        if not is_known or needs_request or isinstance(field, IMPURE):
            return None
    return serializer
