"""How a client keeps its refresh token: in a cookie, as a browser does."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework.test import APIClient

# What a page of another site cannot send without being asked for it first.
PROOF = {"x-requested-with": "fetch"}


def new_client() -> APIClient:
    return APIClient(headers=PROOF)


def bring(client: APIClient, name: str, token: str) -> Any:
    """Send a refresh token to the endpoint of this name."""
    client.cookies[settings.REFRESH_COOKIE_NAME] = token
    return client.post(reverse(name), {}, headers=PROOF)


def refresh(client: APIClient, token: str) -> Any:
    return bring(client, "token_refresh", token)


def tokens_in(response: Any) -> dict[str, Any]:
    """Return what an answer says, with the tokens it brings."""
    tokens: dict[str, Any] = response.json()
    cookie = response.cookies.get(settings.REFRESH_COOKIE_NAME)
    return tokens | ({"refresh": cookie.value} if cookie and cookie.value else {})


def allow_plain_http(settings: Any) -> None:
    """Let a client keep the cookie without HTTPS, as in development."""
    settings.REFRESH_COOKIE_NAME = "refresh"
    settings.REFRESH_COOKIE_SECURE = False
