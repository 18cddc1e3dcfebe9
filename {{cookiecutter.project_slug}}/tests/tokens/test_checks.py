"""Settings with which tokens would be unsafe, or would fail later, are refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.models import BigAutoField, UUIDField
from django.urls import include, path
from rest_framework.views import APIView
from rest_framework_simplejwt import views
from rest_framework_simplejwt.authentication import (
    JWTAuthentication,
    JWTStatelessUserAuthentication,
)
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer

from config.urls import urlpatterns as own_urls
from tests.conftest import check_fails
from tokens.checks import check_user_key
from tokens.refreshing import ROTATES
from tokens.views import TokenObtainPairView
from users.models import User

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


def test_a_claim_with_a_reserved_name_is_refused(settings: Any) -> None:
    for claim in ("exp", "sub", "token_type", "gen", "amr", "max_exp"):
        settings.CUSTOM_CLAIMS = {claim: "is_staff"}
        assert "tokens.E005" in check_fails()


@pytest.mark.parametrize(
    "key", [BigAutoField(name="id"), UUIDField(name="number")], ids=["type", "name"]
)
def test_another_primary_key_of_users_is_refused(
    monkeypatch: pytest.MonkeyPatch, key: Any
) -> None:
    monkeypatch.setattr(User._meta, "pk", key)

    [error] = check_user_key()
    assert error.id == "tokens.E050"


def test_simplejwts_authentication_in_settings_is_refused(settings: Any) -> None:
    name = f"{JWTAuthentication.__module__}.JWTAuthentication"
    changed = {"DEFAULT_AUTHENTICATION_CLASSES": [name]}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, **changed}

    assert "tokens.E027" in check_fails()


def view(base: type, **attributes: Any) -> Any:
    return type("View", (base,), attributes)


OWN = type("Own", (JWTStatelessUserAuthentication,), {"__module__": "shop.auth"})


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (views.TokenObtainPairView, "views.TokenObtainPairView"),
        (
            view(APIView, authentication_classes=[JWTAuthentication]),
            "authentication.JWTAuthentication",
        ),
        (view(APIView, authentication_classes=[OWN]), "shop.auth.Own"),
        (
            view(TokenObtainPairView, serializer_class=TokenObtainPairSerializer),
            "serializers.TokenObtainPairSerializer",
        ),
    ],
)
def test_simplejwts_classes_in_views_are_refused(
    settings: Any, view: Any, name: str
) -> None:
    added = path("a/", include([path("", view.as_view())]))
    settings.ROOT_URLCONF = (*own_urls, added)

    message = check_fails()
    assert "tokens.E027" in message
    assert name in message
    assert "Coming from SimpleJWT" in message
