"""Logging in by hand, bringing the token, and signing claims that nobody would."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from by_hand import tokens
from tests.conftest import LEFT_OUT

Profile = Callable[[str], Any]
Signed = Callable[..., str]

LOGIN = reverse("by_hand_login")


@pytest.fixture
def token(api: APIClient, credentials: dict[str, str]) -> str:
    response = api.post(LOGIN, credentials)
    assert response.status_code == 200
    return str(response.json()["token"])


@pytest.fixture
def profile(api: APIClient) -> Profile:
    """Ask for the profile with whatever is in the header."""

    def get(header: str) -> Any:
        headers = {"authorization": header}
        return api.get(reverse("by_hand_profile"), headers=headers)

    return get


@pytest.fixture
def signed(token: str) -> Signed:
    """Sign a good token's claims anew, with some of them changed or left out."""

    def sign(key: bytes = b"", typ: Any = tokens.TYPE, **changes: Any) -> str:
        claims = jwt.decode(token, options={"verify_signature": False}) | changes
        kept = {name: value for name, value in claims.items() if value is not LEFT_OUT}
        # Not jwt.encode, which refuses to write what should be refused when it is read.
        return jwt.PyJWS().encode(
            json.dumps(kept).encode(),
            key or tokens.signing_key(),
            tokens.ALGORITHM,
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
