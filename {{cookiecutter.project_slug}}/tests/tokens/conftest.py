"""Both kinds of token, each brought to where it belongs."""

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
    """Bring a token to where its kind belongs."""

    def bring(token: str) -> Any:
        if kind == "access":
            header = {"authorization": f"Bearer {token}"}
            return api.get(reverse("me"), headers=header)
        return transport.refresh(api, token)

    return bring
