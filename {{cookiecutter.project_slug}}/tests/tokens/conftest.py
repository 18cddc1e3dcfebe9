"""Both types of token, each sent to where it is accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import lines
from tests.client import Tokens, me, refresh

__all__ = ["lines"]


@pytest.fixture(params=["access", "refresh"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def token(tokens: Tokens, kind: str) -> str:
    """A valid token of either type."""
    return str(tokens[kind])


@pytest.fixture
def present(kind: str) -> Callable[[str], Any]:
    """Send a token of either type to where it is accepted."""
    return me if kind == "access" else refresh
