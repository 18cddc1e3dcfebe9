"""An e-mail address that is one address however it is typed."""

import unicodedata
from typing import Any

from django.db import models


class EmailField(models.EmailField):
    """Stores, finds and compares addresses in lower case and in one Unicode form.

    `Ann@Example.com` and `ann@example.com` reach one mailbox nearly everywhere; two
    accounts for them would let one be taken for the other (CVE-2019-19844).
    """

    def to_python(self, value: Any) -> Any:
        return _normalize(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _normalize(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = _normalize(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def _normalize(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFKC", value).strip().lower()
    return value
