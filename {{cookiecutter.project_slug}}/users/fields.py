"""Names and addresses that are stored and compared in one form."""

from typing import Any

from django.db import models

from api.fields import normalize_email, normalize_name


class NormalizedField(models.CharField):
    """Stores, finds and compares texts in their normalized form.

    Two accounts that look alike could be mistaken for one another by a user or by a mail
    server (CVE-2019-19844).
    """

    normalize = staticmethod(normalize_name)

    def to_python(self, value: Any) -> Any:
        return self._normalized(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self._normalized(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._normalized(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def _normalized(self, value: Any) -> Any:
        return self.normalize(value) if isinstance(value, str) else value


class UsernameField(NormalizedField):
    """A user name: `Ann` and `ann` are the same user."""


class EmailField(NormalizedField, models.EmailField):
    """An e-mail address: `Ann@Example.com` and `ann@example.com` are the same mailbox."""

    normalize = staticmethod(normalize_email)
