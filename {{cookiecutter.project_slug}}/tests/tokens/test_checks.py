from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError


def check_with(settings: Any, **changes: Any) -> str:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, **changes}
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    return str(refused.value)


def test_the_settings_as_they_are_pass() -> None:
    call_command("check")


def test_a_short_key_is_refused(settings: Any) -> None:
    assert "tokens.E001" in check_with(settings, SIGNING_KEY="x" * 31)


def test_djangos_own_key_is_refused(settings: Any) -> None:
    assert "tokens.E002" in check_with(settings, SIGNING_KEY=settings.SECRET_KEY)


@pytest.mark.parametrize(
    ("access", "refresh"),
    [(0, 60), (60, 60), (60, 59)],
)
def test_lifetimes_the_wrong_way_round_are_refused(
    settings: Any, access: int, refresh: int
) -> None:
    message = check_with(
        settings,
        ACCESS_TOKEN_LIFETIME=timedelta(seconds=access),
        REFRESH_TOKEN_LIFETIME=timedelta(seconds=refresh),
    )

    assert "tokens.E003" in message


@pytest.mark.parametrize("source", ["password", "shoe_size"])
def test_a_claim_that_cannot_or_must_not_be_told_is_refused(
    settings: Any, source: str
) -> None:
    settings.CUSTOM_CLAIMS = {"told": source}

    assert "tokens.E004" in check_with(settings)
