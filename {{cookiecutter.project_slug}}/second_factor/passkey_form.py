"""A passkey in the second step of a login to the admin."""

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError

from api.parsers import JSONParser
from second_factor.admin_login import CodeInput, SecondFactorForm


class CredentialInput(CodeInput):
    input_type = "hidden"


class CredentialField(forms.CharField):
    """What navigator.credentials.get() has returned, as JSON."""

    widget = CredentialInput

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            found = JSONParser().parse(BytesIO(text.encode())) if text else {}
        except ParseError:
            found = None
        if not isinstance(found, dict):
            raise forms.ValidationError(_("This is not the response of a device."))
        return found


SecondFactorForm.base_fields["credential"] = CredentialField()
