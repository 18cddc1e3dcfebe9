"""A client that has its refresh token in a cookie, as a browser does."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework.test import APIClient

# A page of another site can send it only after a preflight request.
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
    """Return the body of a response, with the refresh token of its cookie."""
    tokens: dict[str, Any] = response.json()
    cookie = response.cookies.get(settings.REFRESH_COOKIE_NAME)
    return tokens | ({"refresh": cookie.value} if cookie and cookie.value else {})


def allow_plain_http(settings: Any) -> None:
    """Let a client accept the cookie without HTTPS, as in development."""
    settings.REFRESH_COOKIE_NAME = "refresh"
    settings.REFRESH_COOKIE_SECURE = False
