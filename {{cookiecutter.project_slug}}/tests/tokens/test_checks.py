from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tokens.simplejwt_settings import WITHOUT_EFFECT


def refusal() -> str:
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    return str(refused.value)


def test_the_settings_as_they_are_pass() -> None:
    call_command("check")


@pytest.mark.parametrize(
    ("access", "refresh"),
    [(0, 60), (60, 60), (60, 59)],
)
def test_lifetimes_the_wrong_way_round_are_refused(
    settings: Any, access: int, refresh: int
) -> None:
    settings.SIMPLE_JWT = {
        **settings.SIMPLE_JWT,
        "ACCESS_TOKEN_LIFETIME": timedelta(seconds=access),
        "REFRESH_TOKEN_LIFETIME": timedelta(seconds=refresh),
    }

    assert "tokens.E003" in refusal()


@pytest.mark.parametrize("source", ["password", "shoe_size"])
def test_a_claim_that_cannot_or_must_not_be_told_is_refused(
    settings: Any, source: str
) -> None:
    settings.CUSTOM_CLAIMS = {"told": source}

    assert "tokens.E004" in refusal()


@pytest.mark.parametrize("claim", ["exp", "sub", "token_type", "gen"])
def test_a_claim_with_a_meaning_of_its_own_is_refused(
    settings: Any, claim: str
) -> None:
    settings.CUSTOM_CLAIMS = {claim: "is_staff"}

    assert "tokens.E005" in refusal()


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("ACCESS_TOKEN_LIFETIM", timedelta(minutes=5), "tokens.E020"),
        ("ON_LOGIN_SUCCESS", "some.function", "tokens.E020"),
        ("TOKEN_TYPE_CLAIM", None, "tokens.E021"),
        ("JTI_CLAIM", None, "tokens.E021"),
        ("CHECK_REVOKE_TOKEN", True, "tokens.E021"),
        ("JWK_URL", "https://example.com/jwks.json", "tokens.E021"),
        ("LEEWAY", 61, "tokens.E022"),
        ("LEEWAY", timedelta(seconds=-1), "tokens.E022"),
        ("ISSUER", ["a-service"], "tokens.E023"),
        ("ISSUER", None, "tokens.E023"),
        ("AUDIENCE", "", "tokens.E023"),
        ("TOKEN_REFRESH_SERIALIZER", "tokens.serializers.Nothing", "tokens.E025"),
    ],
)
def test_a_setting_that_would_fail_later_is_refused_by_name(
    settings: Any, name: str, value: Any, id_: str
) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, name: value}

    message = refusal()
    assert id_ in message
    assert name in message


@pytest.mark.parametrize("name", sorted(WITHOUT_EFFECT))
def test_a_setting_that_would_protect_nobody_is_refused(
    settings: Any, name: str
) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, name: "something"}

    message = refusal()
    assert "tokens.E024" in message
    assert name in message
