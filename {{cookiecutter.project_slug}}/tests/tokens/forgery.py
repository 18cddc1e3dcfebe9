"""Tokens as an attacker writes them, with no library that would mind."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def forged(
    token: str, *, secret: bytes = b"", alg: str = "HS256", **header: Any
) -> str:
    """Sign a token's claims with a secret, with members of its header replaced."""
    old = json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))
    new = json.dumps({**old, "alg": alg, **header}).encode()
    signed = f"{encoded(new)}.{token.split('.')[1]}"
    signature = hmac.digest(secret, signed.encode(), HASHES[alg])
    return f"{signed}.{encoded(signature)}"


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def unsigned(token: str, alg: str | None, signature: str = "") -> str:
    """Say in a token's header that it is not signed."""
    header = json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))
    new = json.dumps({**header, "alg": alg}).encode()
    return f"{encoded(new)}.{token.split('.')[1]}.{signature}"


def refused(response: Any) -> bool:
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "token_not_valid"
    return True
