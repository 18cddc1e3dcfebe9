"""Fields that take what they are for, not what could be turned into it."""

from typing import Any

from django.db import models
from rest_framework import serializers


class TextField(serializers.CharField):
    """A text, as long as it came. DRF would make one of a number, and trim it first."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class ModelSerializer(serializers.ModelSerializer):
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: TextField,
    }
