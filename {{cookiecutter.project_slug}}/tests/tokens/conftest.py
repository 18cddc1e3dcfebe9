"""Both types of token, each sent to where it is accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import lines

__all__ = ["lines"]


@pytest.fixture(params=["access", "refresh"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def present(api: APIClient, kind: str) -> Callable[[str], Any]:
    """Send a token of either type to where it is accepted."""

    def send(token: str) -> Any:
        if kind == "access":
            header = {"authorization": f"Bearer {token}"}
            return api.get(reverse("me"), headers=header)
        return transport.refresh(api, token)

    return send


@pytest.fixture
def token(tokens: dict[str, str], kind: str) -> str:
    """A valid token of either type."""
    return tokens[kind]


@pytest.fixture
def verify(api: APIClient) -> Callable[[str], Any]:
    """Send a token to the endpoint that verifies it."""
    return lambda token: api.post(reverse("token_verify"), {"token": token})


@pytest.fixture
def login(api: APIClient, credentials: dict[str, str]) -> Callable[..., Any]:
    """Log in; arguments are added to the body, or replace a part of it."""
    return lambda **more: api.post(reverse("token_obtain_pair"), credentials | more)
