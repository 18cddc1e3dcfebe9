"""Names and addresses that are one name, one address, however they are typed."""

import unicodedata
from typing import Any

from django.db import models


class NormalizedField(models.CharField):
    """Stores, finds and compares texts in lower case and in one Unicode form.

    Two accounts that look alike would let one be taken for the other, by people or by a
    mail server (CVE-2019-19844).
    """

    def to_python(self, value: Any) -> Any:
        return normalized(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return normalized(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = normalized(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class UsernameField(NormalizedField):
    """A user name: `Ann` and `ann` are the same person."""


class EmailField(NormalizedField, models.EmailField):
    """An e-mail address: `Ann@Example.com` reaches `ann@example.com` nearly everywhere."""


def normalized(value: Any) -> Any:
    """Return the one spelling of a name or an address."""
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", value).strip().lower()
    return value
