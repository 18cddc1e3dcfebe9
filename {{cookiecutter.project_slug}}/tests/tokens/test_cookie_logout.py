"""Logging out with the refresh token in a cookie."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.client import Tokens, refresh
from tests.tokens.test_cookie import assert_removed

LOGOUT = reverse("token_blacklist")


def is_cleared(response: Any) -> bool:
    assert (response.status_code, response.json()) == (200, {})
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    assert_removed(response)
    return True


def test_a_logout_removes_everything_from_the_browser(
    api: APIClient, tokens: Tokens
) -> None:
    assert is_cleared(api.post(LOGOUT, {}))
    assert refresh(tokens["refresh"]).status_code == 401


@pytest.mark.usefixtures("db")
def test_a_logout_has_the_same_response_without_a_valid_token(api: APIClient) -> None:
    assert is_cleared(api.post(LOGOUT, {}))
    for garbage in ("", "x", "a.b.c"):
        assert is_cleared(transport.bring(api, "token_blacklist", garbage))


def test_a_refresh_token_in_the_body_is_not_revoked(
    api: APIClient, tokens: Tokens
) -> None:
    api.cookies.clear()
    api.post(LOGOUT, {"refresh": tokens["refresh"]})

    assert refresh(tokens["refresh"]).status_code == 200


def test_neither_a_page_of_another_origin_nor_a_form_can_log_out(
    api: APIClient, tokens: Tokens
) -> None:
    form = "application/x-www-form-urlencoded"
    for status, response in (
        (403, api.post(LOGOUT, {}, headers={"origin": "https://evil.example"})),
        (415, api.generic("POST", LOGOUT, "a=b", content_type=form)),
    ):
        assert response.status_code == status
        assert not response.cookies
        assert "Clear-Site-Data" not in response
    assert refresh(tokens["refresh"]).status_code == 200
