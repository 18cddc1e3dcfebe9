from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.models import BigAutoField, UUIDField

from tokens.checks import WITHOUT_EFFECT, check_user_key
from users.models import User


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


def test_what_is_fixed_cannot_be_changed(settings: Any) -> None:
    rotates = settings.SIMPLE_JWT.get("ROTATE_REFRESH_TOKENS", False)
    settings.SIMPLE_JWT = {
        **settings.SIMPLE_JWT,
        "ROTATE_REFRESH_TOKENS": not rotates,
    }

    assert "tokens.E021" in refusal()


def test_simplejwts_own_way_in_is_refused(settings: Any) -> None:
    path = "rest_framework_simplejwt.authentication.JWTAuthentication"
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_AUTHENTICATION_CLASSES": [path],
    }

    assert "tokens.E027" in refusal()


@pytest.mark.parametrize(
    "source",
    [
        "password",
        "_password",
        "shoe_size",
        "delete",
        "objects",
        "DoesNotExist",
        "email_user",
        "check_password",
        "set_unusable_password",
        "get_session_auth_hash",
        "no_such.slug",
        "groups.name",
        "groups.update",
        "email.password",
        "get_full_name.__class__",
        "",
        None,
    ],
)
def test_a_claim_that_cannot_or_must_not_be_told_is_refused(
    settings: Any, source: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"told": source}

    assert "tokens.E004" in refusal()


@pytest.mark.parametrize(
    "key", [BigAutoField(name="id"), UUIDField(name="number")], ids=["number", "name"]
)
def test_a_user_whose_key_tells_something_is_refused(
    monkeypatch: pytest.MonkeyPatch, key: Any
) -> None:
    monkeypatch.setattr(User._meta, "pk", key)

    [complaint] = check_user_key()
    assert complaint.id == "tokens.E050"


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
        ("SIGNING_KEY", "a key", "tokens.E021"),
        ("JWK_URL", "https://example.com/jwks.json", "tokens.E021"),
        ("ACCESS_TOKEN_LIFETIME", 300, "tokens.E003"),
        ("REFRESH_TOKEN_LIFETIME", None, "tokens.E003"),
        ("LEEWAY", 61, "tokens.E022"),
        ("LEEWAY", "10", "tokens.E022"),
        ("LEEWAY", timedelta(seconds=-1), "tokens.E022"),
        ("ISSUER", ["a-service"], "tokens.E023"),
        ("ISSUER", None, "tokens.E023"),
        ("AUDIENCE", "", "tokens.E023"),
        ("JSON_ENCODER", "x.Y", "tokens.E025"),
        ("USER_AUTHENTICATION_RULE", "x.y", "tokens.E025"),
        ("USER_AUTHENTICATION_RULE", "builtins.len", "tokens.E031"),
        ("USER_AUTHENTICATION_RULE", "builtins.repr", "tokens.E031"),
        ("AUTH_HEADER_NAME", "Authorization", "tokens.E028"),
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
