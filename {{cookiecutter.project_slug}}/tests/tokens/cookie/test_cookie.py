"""The refresh token in its cookie."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tokens.tokens import MAX_LENGTH
from users.models import User

NAME = "__Host-Http-refresh"
Refresh = Callable[[str], Any]
Tokens = dict[str, str]


def test_logging_in_puts_the_refresh_token_into_the_cookie_only(
    api: APIClient, credentials: dict[str, str], lifetimes: tuple[timedelta, timedelta]
) -> None:
    response = api.post(reverse("token_obtain_pair"), credentials)

    assert {"access", "user"} <= set(response.json())
    assert "refresh" not in response.json()
    assert list(response.cookies) == [NAME]
    cookie = response.cookies[NAME]
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")
    assert cookie["domain"] == ""
    lifetime = lifetimes[1].total_seconds()
    assert lifetime - 5 <= int(cookie["max-age"]) <= lifetime
    assert cookie.value not in response.content.decode()


def test_a_browser_can_hold_it(
    user: User, api: APIClient, credentials: dict[str, str], settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    for number in range(40):
        user.groups.create(name=f"{number:0150}")

    response = api.post(reverse("token_obtain_pair"), credentials)

    assert len(NAME) + len(response.cookies[NAME].value) <= 4096
    assert len(NAME) + MAX_LENGTH <= 4096


def test_refreshing_never_answers_with_a_refresh_token(
    refresh: Refresh, tokens: Tokens
) -> None:
    response = refresh(tokens["refresh"])

    assert "access" in response.json()
    assert "refresh" not in response.json()
    for cookie in response.cookies.values():
        assert cookie.key == NAME
        assert (cookie["secure"], cookie["httponly"]) == (True, True)
        assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")
        assert cookie["domain"] == ""
        assert cookie.value not in response.content.decode()


def test_the_cookie_lasts_no_longer_than_its_token(
    api: APIClient, credentials: dict[str, str], claims: Callable[[str], dict[str, Any]]
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        response = api.post(reverse("token_obtain_pair"), credentials)
        now = int(timezone.now().timestamp())

    cookie = response.cookies[NAME]
    assert claims(cookie.value)["exp"] - now == cookie["max-age"]


def test_a_cookie_with_a_dead_token_is_removed(refresh: Refresh) -> None:
    response = refresh("garbage")

    assert response.status_code == 401
    cookie = response.cookies[NAME]
    assert (cookie.value, cookie["max-age"]) == ("", 0)
    assert "Clear-Site-Data" not in response


def test_the_description_has_it_nowhere() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)

    for name, component in schema["components"]["schemas"].items():
        assert "refresh" not in component.get("properties", {}), name
    refresh = schema["paths"][reverse("token_refresh")]["post"]
    assert refresh["requestBody"] == {
        "content": {"application/json": {"schema": {"example": {}}}},
        "required": True,
    }


def test_the_description_has_the_header_that_is_demanded() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)

    for name in ("token_obtain_pair", "token_refresh"):
        [header] = schema["paths"][reverse(name)]["post"]["parameters"]
        assert (header["in"], header["name"]) == ("header", "X-Requested-With")
        assert header["required"]


def test_a_page_of_a_listed_origin_may_send_the_cookie_and_the_header(
    api: APIClient, settings: Any
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]

    response = api.options(
        reverse("token_refresh"),
        headers={
            "origin": "https://app.example.com",
            "access-control-request-method": "POST",
        },
    )

    assert response["access-control-allow-origin"] == "https://app.example.com"
    assert response["access-control-allow-credentials"] == "true"
    assert response["access-control-allow-headers"].split(", ") == [
        "authorization",
        "content-type",
        "x-requested-with",
    ]
