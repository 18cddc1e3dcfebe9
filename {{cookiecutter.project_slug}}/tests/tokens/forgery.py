"""Tokens as an attacker writes them, with no library that would mind."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import jwt
from django.conf import settings

from tests.conftest import LEFT_OUT
from tokens.keys import signing_key

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


def unsigned(token: str, alg: object, signature: str = "") -> str:
    """Say in a token's header that it is not signed, or say nothing (LEFT_OUT)."""
    header = jwt.get_unverified_header(token) | {"alg": alg}
    if alg is LEFT_OUT:
        del header["alg"]
    new = json.dumps(header).encode()
    return f"{encoded(new)}.{token.split('.')[1]}.{signature}"


def signed(header: bytes, payload: bytes, alg: str = "") -> str:
    """Sign any header and any payload with the key that signs."""
    algorithm: Any = jwt.get_algorithm_by_name(alg or settings.SIMPLE_JWT["ALGORITHM"])
    key = algorithm.prepare_key(signing_key().signing)
    text = f"{encoded(header)}.{encoded(payload)}"
    return f"{text}.{encoded(algorithm.sign(text.encode(), key))}"


def refused(response: Any) -> bool:
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "token_not_valid"
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    return True
