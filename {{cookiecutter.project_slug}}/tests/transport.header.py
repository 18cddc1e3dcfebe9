"""How a client keeps its refresh token: it reads it from the body, and sends it in one."""

from typing import Any, cast

from django.urls import reverse
from rest_framework.test import APIClient


def new_client() -> APIClient:
    return APIClient()


def bring(client: APIClient, name: str, token: str) -> Any:
    """Send a refresh token to the endpoint of this name."""
    return client.post(reverse(name), {"refresh": token})


def refresh(client: APIClient, token: str) -> Any:
    return bring(client, "token_refresh", token)


def tokens_in(response: Any) -> dict[str, Any]:
    """Return what an answer says, with the tokens it brings."""
    return cast("dict[str, Any]", response.json())


def allow_plain_http(settings: Any) -> None:
    """Change nothing: whoever keeps a token in a variable needs no HTTPS for it."""
