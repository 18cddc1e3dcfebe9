"""The login by hand, its token, and tokens with other claims."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from by_hand import tokens
from tests.tokens.forgery import LEFT_OUT

Profile = Callable[[str], Any]
Signed = Callable[..., str]

LOGIN = reverse("by_hand_login")
PROFILE = reverse("by_hand_profile")


@pytest.fixture
def token(api: APIClient, credentials: dict[str, str]) -> str:
    response = api.post(LOGIN, credentials)
    assert response.status_code == 200
    return str(response.json()["token"])


@pytest.fixture
def profile(api: APIClient) -> Profile:
    """Request the profile with an Authorization header."""
    return lambda header: api.get(PROFILE, headers={"authorization": header})


@pytest.fixture
def signed(token: str) -> Signed:
    """Sign the token's claims again: some changed or left out, or with another key."""

    def sign(
        *, key: bytes = b"", alg: str = "HS256", typ: Any = tokens.TYPE, **changes: Any
    ) -> str:
        claims = jwt.decode(token, options={"verify_signature": False}) | changes
        kept = {name: value for name, value in claims.items() if value is not LEFT_OUT}
        # jwt.encode would refuse invalid claims.
        return jwt.PyJWS().encode(
            json.dumps(kept).encode(),
            key or tokens.signing_key(),
            alg,
            headers={"typ": typ},
        )

    return sign


def refused(response: Any, detail: str = "Invalid token") -> bool:
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="by-hand"'
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": detail,
        "code": detail.lower().replace(" ", "_"),
    }
    return True
