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

# By type of token, in seconds.
LIFETIMES: dict[str, float] = {
    kind: settings.SIMPLE_JWT[f"{kind.upper()}_TOKEN_LIFETIME"].total_seconds()
    for kind in ("access", "refresh")
}


def kid(token: str) -> str:
    """Return the ID of the key in a token's header."""
    return str(jwt.get_unverified_header(token)["kid"])


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
    parts = changed(header, headers or {}), changed(payload, claims)
    return signed(*parts, key=key, alg=alg)


def unsigned(token: str, signature: str = "", **header: Any) -> str:
    """Change a token's header without signing it."""
    old, payload, _ = token.split(".")
    return f"{encoded(changed(old, header))}.{payload}.{signature}"


def forged(token: str, secret: bytes, *, alg: str = "HS256", **header: Any) -> str:
    """Sign a token's claims with a secret of the attacker's."""
    content = unsigned(token, alg=alg, **header).rstrip(".")
    signature = hmac.digest(secret, content.encode(), f"sha{alg[2:]}")
    return f"{content}.{encoded(signature)}"


def refused(response: Any) -> bool:
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "token_not_valid"
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    return True
