"""A client that receives and sends its refresh token in JSON."""

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
    """Return the body of a response, with its tokens."""
    return cast("dict[str, Any]", response.json())


def allow_plain_http(settings: Any) -> None:
    """Change nothing: a token in JSON does not need HTTPS."""
