"""Logging out with the refresh token in a cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport

NAME = "__Host-Http-refresh"

Refresh = Callable[[str], Any]


def is_cleared(response: Any) -> bool:
    assert (response.status_code, response.json()) == (200, {})
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    cookie = response.cookies[NAME]
    assert (cookie.value, cookie["max-age"]) == ("", 0)
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/")
    assert cookie["domain"] == ""
    return True


def test_a_logout_removes_everything_from_the_browser(
    api: APIClient, tokens: dict[str, str], refresh: Refresh
) -> None:
    assert is_cleared(api.post(reverse("token_blacklist"), {}))
    assert refresh(tokens["refresh"]).status_code == 401


@pytest.mark.usefixtures("db")
def test_a_logout_has_the_same_response_without_a_valid_token(api: APIClient) -> None:
    assert is_cleared(api.post(reverse("token_blacklist"), {}))
    for garbage in ("", "x", "a.b.c"):
        assert is_cleared(transport.bring(api, "token_blacklist", garbage))


def test_a_refresh_token_in_the_body_is_not_revoked(
    api: APIClient, tokens: dict[str, str], refresh: Refresh
) -> None:
    api.cookies.clear()
    api.post(reverse("token_blacklist"), {"refresh": tokens["refresh"]})

    assert refresh(tokens["refresh"]).status_code == 200


def test_neither_a_page_of_another_origin_nor_a_form_can_log_out(
    api: APIClient, tokens: dict[str, str], refresh: Refresh
) -> None:
    url = reverse("token_blacklist")
    form = "application/x-www-form-urlencoded"

    for status, response in (
        (403, api.post(url, {}, headers={"origin": "https://evil.example"})),
        (415, api.generic("POST", url, "a=b", content_type=form)),
    ):
        assert response.status_code == status
        assert not response.cookies
        assert "Clear-Site-Data" not in response
    assert refresh(tokens["refresh"]).status_code == 200
