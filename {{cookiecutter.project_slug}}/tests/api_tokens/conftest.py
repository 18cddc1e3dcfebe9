from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import lines

__all__ = ["lines"]

API_TOKEN = reverse("api_token")

Bring = Callable[..., Any]


@pytest.fixture
def key(api: APIClient, credentials: dict[str, str]) -> str:
    """The user's token."""
    response = api.post(API_TOKEN, credentials)
    assert response.status_code == 200
    return str(response.json()["token"])


@pytest.fixture
def bring(api: APIClient) -> Bring:
    """Bring a token to one's own profile, or elsewhere."""

    def send(key: str, name: str = "me", method: str = "get", data: Any = None) -> Any:
        header = {"authorization": f"Token {key}"}
        return getattr(api, method)(reverse(name), data, headers=header)

    return send
