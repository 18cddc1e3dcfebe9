"""Tokens as an attacker writes them, without a library that would refuse to."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from unittest.mock import sentinel

import jwt
from django.conf import settings

from tokens.keys import signing_key

# The value of a claim or of a member of the header that a token is signed without.
LEFT_OUT = sentinel.left_out

HASHES = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def changed(part: str, changes: dict[str, Any]) -> bytes:
    """Return the members of a header or a payload, with some of them replaced."""
    new = {**json.loads(urlsafe_b64decode(part + "==")), **changes}
    return json.dumps(
        {name: new[name] for name in new if new[name] is not LEFT_OUT}
    ).encode()


def signed(header: bytes, payload: bytes, *, key: Any = None, alg: str = "") -> str:
    """Sign any header and any payload, by default with the key that signs."""
    algorithm: Any = jwt.get_algorithm_by_name(alg or settings.SIMPLE_JWT["ALGORITHM"])
    text = f"{encoded(header)}.{encoded(payload)}"
    prepared = algorithm.prepare_key(key or signing_key().signing)
    return f"{text}.{encoded(algorithm.sign(text.encode(), prepared))}"


def altered(
    token: str,
    *,
    key: Any = None,
    alg: str = "",
    headers: dict[str, Any] | None = None,
    **claims: Any,
) -> str:
    """Sign a token again, with other claims or another header."""
    header, payload, _ = token.split(".")
    return signed(
        changed(header, headers or {}),
        changed(payload, claims),
        key=key,
        alg=alg,
    )


def forged(
    token: str, *, secret: bytes = b"", alg: str = "HS256", **header: Any
) -> str:
    """Sign a token's claims with a secret of the attacker's."""
    old, payload, _ = token.split(".")
    new = encoded(changed(old, {"alg": alg, **header}))
    signature = hmac.digest(secret, f"{new}.{payload}".encode(), HASHES[alg])
    return f"{new}.{payload}.{encoded(signature)}"


def unsigned(token: str, alg: object, signature: str = "") -> str:
    """Replace the algorithm in a token's header, or leave it out, without signing."""
    header, payload, _ = token.split(".")
    new = encoded(changed(header, {"alg": alg}))
    return f"{new}.{payload}.{signature}"


def refused(response: Any) -> bool:
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "token_not_valid"
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    return True
