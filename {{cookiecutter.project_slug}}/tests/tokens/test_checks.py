"""Settings with which tokens would be unsafe, or would fail later, are refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tokens.refreshing import ROTATES

BAD_SETTINGS: dict[str, list[tuple[str, Any]]] = {
    "tokens.E003": [
        ("ACCESS_TOKEN_LIFETIME", timedelta(0)),
        ("ACCESS_TOKEN_LIFETIME", timedelta(days=10_000)),
        ("REFRESH_TOKEN_LIFETIME", django_settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]),
    ],
    "tokens.E020": [
        ("ACCESS_TOKEN_LIFETIM", timedelta(minutes=5)),
        ("ON_LOGIN_SUCCESS", "some.function"),
    ],
    "tokens.E021": [
        ("TOKEN_TYPE_CLAIM", None),
        ("JTI_CLAIM", None),
        ("CHECK_REVOKE_TOKEN", True),
        ("SIGNING_KEY", "a key"),
        ("JWK_URL", "https://example.com/jwks.json"),
        ("ALGORITHM", "none"),
        ("ROTATE_REFRESH_TOKENS", not ROTATES),
        ("TOKEN_OBTAIN_SERIALIZER", "own.Serializer"),
    ],
    "tokens.E022": [
        ("LEEWAY", 61),
        ("LEEWAY", "10"),
        ("LEEWAY", timedelta(seconds=-1)),
    ],
    "tokens.E023": [("ISSUER", ["a-service"]), ("ISSUER", None), ("AUDIENCE", "")],
    "tokens.E031": [
        ("USER_AUTHENTICATION_RULE", "x.y"),
        ("USER_AUTHENTICATION_RULE", "builtins.len"),
        ("USER_AUTHENTICATION_RULE", "builtins.repr"),
    ],
}


def check_fails() -> str:
    with pytest.raises(SystemCheckError) as error:
        call_command("check")
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [(*setting, id_) for id_, settings in BAD_SETTINGS.items() for setting in settings],
)
def test_a_setting_of_simplejwt_that_does_not_work_is_refused_by_name(
    settings: Any, name: str, value: Any, id_: str
) -> None:
    settings.SIMPLE_JWT = {**settings.SIMPLE_JWT, name: value}

    message = check_fails()
    assert id_ in message
    assert name in message


def test_custom_claims_of_a_user_are_accepted(settings: Any) -> None:
    sources = ["pk", "email", "last_login", "get_full_name", "groups", "groups.count"]
    settings.CUSTOM_CLAIMS = {f"c{number}": each for number, each in enumerate(sources)}

    call_command("check")


@pytest.mark.parametrize(
    "source",
    [
        *("password", "_password", "email.password", "get_session_auth_hash"),
        *("get_full_name.__class__", "shoe_size", "no_such.slug", "", None),
    ],
)
def test_a_claim_that_is_secret_or_has_no_value_is_refused(
    settings: Any, source: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"told": source}

    assert "tokens.E004" in check_fails()


@pytest.mark.parametrize("claim", ["exp", "sub", "token_type", "gen"])
def test_a_claim_with_a_reserved_name_is_refused(settings: Any, claim: str) -> None:
    settings.CUSTOM_CLAIMS = {claim: "is_staff"}

    assert "tokens.E005" in check_fails()
