from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("SESSION_MAX_AGE", timedelta(0), "login_sessions.E002"),
        ("AUTH_PASSWORD_VALIDATORS", [], "login_sessions.E003"),
    ],
)
def test_settings_that_would_not_protect_are_refused(
    settings: Any, name: str, value: Any, id_: str
) -> None:
    setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=id_):
        call_command("check")
