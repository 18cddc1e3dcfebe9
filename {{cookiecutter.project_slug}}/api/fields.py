"""Serializer fields that convert nothing silently."""

from typing import Any

from django.db import models
from rest_framework import serializers

from api.normalization import normalize_email

# In characters (RFC 5321, 4.5.3.1.3, without its brackets).
LONGEST_ADDRESS = 254


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
        super().__init__(**{"max_length": LONGEST_ADDRESS, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        return normalize_email(super().to_internal_value(data))


class ModelSerializer(serializers.ModelSerializer):
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: TextField,
        models.EmailField: EmailField,
    }
