"""Names and addresses that are one name, one address, however they are typed."""

from typing import Any

from django.db import models

from api.normalization import normalize_email, normalize_name


class NormalizedField(models.CharField):
    """Stores, finds and compares texts in one spelling.

    Two accounts that look alike would let one be taken for the other, by people or by a
    mail server (CVE-2019-19844).
    """

    spelling = staticmethod(normalize_name)

    def to_python(self, value: Any) -> Any:
        return self.spelt(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self.spelt(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.spelt(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def spelt(self, value: Any) -> Any:
        return self.spelling(value) if isinstance(value, str) else value


class UsernameField(NormalizedField):
    """A user name: `Ann` and `ann` are the same person."""


class EmailField(NormalizedField, models.EmailField):
    """An e-mail address: `Ann@Example.com` reaches `ann@example.com` nearly everywhere."""

    spelling = staticmethod(normalize_email)
