"""Logging out, where the refresh token is in a cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport

NAME = "__Host-Http-refresh"


def cleared(response: Any) -> bool:
    assert (response.status_code, response.json()) == (200, {})
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    cookie = response.cookies[NAME]
    assert (cookie.value, cookie["max-age"]) == ("", 0)
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")
    assert cookie["domain"] == ""
    return True


def test_logging_out_leaves_nothing_in_the_browser(
    api: APIClient, tokens: dict[str, str], refresh: Callable[[str], Any]
) -> None:
    assert cleared(api.post(reverse("token_blacklist"), {}))
    assert refresh(tokens["refresh"]).status_code == 401


@pytest.mark.usefixtures("db")
def test_logging_out_answers_the_same_to_anything(api: APIClient) -> None:
    assert cleared(api.post(reverse("token_blacklist"), {}))
    for garbage in ("", "x", "a.b.c"):
        assert cleared(transport.bring(api, "token_blacklist", garbage))


def test_a_token_in_the_body_is_not_logged_out(
    api: APIClient, tokens: dict[str, str], refresh: Callable[[str], Any]
) -> None:
    api.cookies.clear()
    api.post(reverse("token_blacklist"), {"refresh": tokens["refresh"]})

    assert refresh(tokens["refresh"]).status_code == 200


def test_a_foreign_page_cannot_log_anybody_out(
    api: APIClient, tokens: dict[str, str], refresh: Callable[[str], Any]
) -> None:
    response = api.post(
        reverse("token_blacklist"), {}, headers={"origin": "https://evil.example"}
    )

    assert response.status_code == 403
    assert not response.cookies
    assert "Clear-Site-Data" not in response
    assert refresh(tokens["refresh"]).status_code == 200


def test_a_form_cannot_log_anybody_out(api: APIClient, tokens: dict[str, str]) -> None:
    response = api.generic(
        "POST",
        reverse("token_blacklist"),
        "a=b",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 415
    assert not response.cookies
