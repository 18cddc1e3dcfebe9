"""Where a refresh token is looked for: in one cookie, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

NAME = "__Host-Http-refresh"
Refresh = Callable[[str], Any]
Tokens = dict[str, str]


@pytest.fixture
def bring(api: APIClient) -> Refresh:
    """Refresh with this as the whole Cookie header."""

    def post(header: str) -> Any:
        api.cookies.clear()
        return api.post(reverse("token_refresh"), {}, headers={"cookie": header})

    return post


def test_a_refresh_token_in_the_body_is_not_looked_at(
    api: APIClient, tokens: Tokens
) -> None:
    api.cookies.clear()

    response = api.post(reverse("token_refresh"), {"refresh": tokens["refresh"]})

    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"


def test_a_refresh_needs_no_body(api: APIClient, tokens: Tokens) -> None:
    response = api.generic(
        "POST", reverse("token_refresh"), content_type="application/json; charset=UTF-8"
    )

    assert response.status_code == 200


def test_only_a_cookie_of_exactly_this_name_counts(
    bring: Refresh, tokens: Tokens
) -> None:
    token = tokens["refresh"]

    for name in (
        "refresh",
        "__Host-refresh",
        NAME.lower(),
        f"\u2000{NAME}".encode().decode("latin-1"),
        f"\xa0{NAME}",
    ):
        assert bring(f"{name}={token}").status_code == 401
    assert bring(f"{NAME}=").status_code == 401
    assert bring(f"a=b; {NAME}={token};c").status_code == 200


def test_of_two_cookies_neither_counts(bring: Refresh, tokens: Tokens) -> None:
    token = tokens["refresh"]

    assert bring(f"{NAME}=x; {NAME}={token}").status_code == 401
    assert bring(f"{NAME}={token}; {NAME}=x").status_code == 401


def test_the_cookie_opens_nothing_by_itself(api: APIClient, tokens: Tokens) -> None:
    assert api.cookies[NAME].value == tokens["refresh"]
    assert api.get(reverse("me")).status_code == 401


def test_looking_changes_nothing(api: APIClient, tokens: Tokens) -> None:
    for method in (api.get, api.head, api.put, api.delete):
        response = method(reverse("token_refresh"))
        assert response.status_code == 405
        assert not response.cookies
