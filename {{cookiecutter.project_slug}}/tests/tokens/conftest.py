"""Looking into tokens, and making ones that should be refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings

KEY = settings.SIMPLE_JWT["SIGNING_KEY"]


@pytest.fixture
def claims() -> Callable[[str], dict[str, Any]]:
    """Read a token without checking it, as anyone can."""
    return lambda token: jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def altered(claims: Callable[[str], dict[str, Any]]) -> Callable[..., str]:
    """Sign a token's claims anew, with some changed, or left out if None."""

    def sign(token: str, *, key: str = KEY, **changes: Any) -> str:
        payload = claims(token) | changes
        kept = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(kept, key, algorithm="HS256")

    return sign


@pytest.fixture
def lifetimes() -> tuple[timedelta, timedelta]:
    """How long an access token lives, and a refresh token."""
    return (
        settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"],
        settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"],
    )
