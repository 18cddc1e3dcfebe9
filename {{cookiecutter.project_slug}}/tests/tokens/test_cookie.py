"""The refresh token is in a cookie that only pages of allowed origins can use."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tests import transport
from tests.client import Tokens, after, claims, log_in, refresh
from tests.conftest import check_fails
from tokens.tokens import MAX_LENGTH
from users.models import User

NAME = "__Host-Http-refresh"
REFRESH = reverse("token_refresh")


def assert_safe(cookie: Any) -> None:
    assert cookie.key == NAME
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")
    assert cookie["domain"] == ""


def assert_removed(response: Any) -> None:
    [cookie] = response.cookies.values()
    assert_safe(cookie)
    assert (cookie.value, cookie["max-age"]) == ("", 0)


def test_a_login_puts_the_refresh_token_in_the_cookie_only(user: User) -> None:
    with after(3 * 86_400, tick=False):
        response = log_in(user)
        now = int(timezone.now().timestamp())

    assert {"access", "user"} <= set(response.json())
    assert "refresh" not in response.json()
    [cookie] = response.cookies.values()
    assert_safe(cookie)
    assert cookie["max-age"] == claims(cookie.value)["exp"] - now
    assert cookie.value not in response.content.decode()


def test_the_cookie_of_a_shorter_session_expires_with_it(user: User) -> None:
    with after(0, tick=False):
        response = log_in(user, lifetime="1m")

    [cookie] = response.cookies.values()
    assert 59 <= cookie["max-age"] <= 60


def test_a_refresh_returns_no_refresh_token_in_the_body(tokens: Tokens) -> None:
    response = refresh(tokens["refresh"])

    assert "access" in response.json()
    assert "refresh" not in response.json()
    for cookie in response.cookies.values():
        assert_safe(cookie)
        assert cookie.value not in response.content.decode()


def test_the_cookie_is_not_too_long_for_a_browser(user: User, settings: Any) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    for number in range(40):
        user.groups.create(name=f"{number:0150}")

    assert len(NAME) + len(log_in(user).cookies[NAME].value) <= 4096
    assert len(NAME) + MAX_LENGTH <= 4096


def test_a_cookie_with_an_invalid_token_is_removed() -> None:
    response = refresh("garbage")

    assert response.status_code == 401
    assert_removed(response)
    assert "Clear-Site-Data" not in response


def test_the_cookie_authenticates_no_other_request(
    api: APIClient, tokens: Tokens
) -> None:
    assert api.cookies[NAME].value == tokens["refresh"]
    assert api.get(reverse("me")).status_code == 401


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_other_methods_do_not_refresh(api: APIClient, method: str) -> None:
    response = getattr(api, method)(REFRESH)

    assert response.status_code == 405
    assert not response.cookies


def test_a_refresh_needs_no_body_and_reads_no_token_in_it(
    api: APIClient, tokens: Tokens
) -> None:
    kind = "application/json; charset=UTF-8"
    assert api.generic("POST", REFRESH, content_type=kind).status_code == 200

    api.cookies.clear()
    response = api.post(REFRESH, {"refresh": tokens["refresh"]})
    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("a=b; {name}={token};c", 200),
        ("{name}=", 401),
        ("{name}=x; {name}={token}", 401),
        ("{name}={token}; {name}=x", 401),
        ("__host-http-refresh={token}", 401),
        ("\xa0{name}={token}", 401),
        ("\u2000".encode().decode("latin-1") + "{name}={token}", 401),
        ("refresh={token}", 401),
        ("__Host-refresh={token}", 401),
    ],
)
def test_exactly_one_cookie_of_this_name_is_read(
    api: APIClient, tokens: Tokens, header: str, status: int
) -> None:
    api.cookies.clear()
    cookie = header.format(name=NAME, token=tokens["refresh"])

    response = api.post(REFRESH, {}, headers={"cookie": cookie})

    assert response.status_code == status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REFRESH_COOKIE_SECURE", False),
        ("REFRESH_COOKIE_NAME", "refresh"),
        ("REFRESH_COOKIE_NAME", "__Host-refresh"),
    ],
)
def test_an_unsafe_cookie_is_refused_except_in_development(
    settings: Any, name: str, value: Any
) -> None:
    setattr(settings, name, value)

    assert "tokens.E030" in check_fails()
    settings.DEBUG = True
    call_command("check")


def test_over_http_in_development_the_cookie_has_another_name(
    api: APIClient, credentials: dict[str, str], settings: Any
) -> None:
    transport.allow_plain_http(settings)

    cookie = api.post(reverse("token_obtain_pair"), credentials).cookies["refresh"]

    assert cookie["secure"] == ""
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert api.post(REFRESH, {}).status_code == 200


def test_the_schema_has_the_required_header_and_no_refresh_token() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)

    for name, component in schema["components"]["schemas"].items():
        assert "refresh" not in component.get("properties", {}), name
    for name in ("token_obtain_pair", "token_refresh"):
        [header] = schema["paths"][reverse(name)]["post"]["parameters"]
        assert (header["in"], header["name"]) == ("header", "X-Requested-With")
        assert header["required"]
    assert schema["paths"][REFRESH]["post"]["requestBody"] == {
        "content": {"application/json": {"schema": {"example": {}}}},
        "required": True,
    }
