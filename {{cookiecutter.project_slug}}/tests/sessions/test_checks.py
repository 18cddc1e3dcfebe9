from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError


def test_without_the_validator_that_revokes_tokens_the_check_fails(
    settings: Any,
) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = []

    with pytest.raises(SystemCheckError, match=r"tokens\.E041"):
        call_command("check")
