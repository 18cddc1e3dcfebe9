"""With the published keys, other services verify tokens; they cannot sign any."""

import json
import re
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.conf import settings as django_settings
from django.utils import timezone
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.client import Tokens, claims, me
from tests.tokens.forgery import altered, forged, kid, refused
from tokens import algorithm
from tokens.key_files import public_jwk, thumbprint, write_key
from tokens.keys import signing_key

URL = "/.well-known/jwks.json"
PUBLIC = {
    "EC": {"crv", "x", "y"},
    "OKP": {"crv", "x"},
    "RSA": {"n", "e"},
}


def published(api: APIClient) -> Any:
    return api.get(URL).json()["keys"]


def test_all_clients_can_get_the_keys_and_cache_them(api: APIClient) -> None:
    response = api.get(URL, headers={"authorization": "Bearer expired"})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/jwk-set+json"
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies


def test_only_public_members_are_published_with_the_thumbprint(api: APIClient) -> None:
    for key in published(api):
        numbers = PUBLIC[key["kty"]]
        assert set(key) == {"kty", "kid", "use", "alg"} | numbers
        assert key["use"] == "sig"
        assert key["alg"] == django_settings.SIMPLE_JWT["ALGORITHM"]
        assert key["kid"] == thumbprint({n: key[n] for n in numbers | {"kty"}})
        assert re.fullmatch(r"[\w-]{43}", key["kid"])


def test_the_thumbprint_is_that_of_the_standard() -> None:
    # RFC 7638, 3.1.
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L"
        "6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ"
        "5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD"
        "08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEg"
        "U8awapJzKnqDKgw"
    )

    assert thumbprint({"kty": "RSA", "n": modulus, "e": "AQAB"}) == (
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    )


def test_every_key_is_published_the_newest_first(
    api: APIClient, settings: Any, tmp_path: Path
) -> None:
    settings.JWT_KEYS_DIR = tmp_path
    waits = timedelta(minutes=10)
    kids = [write_key(tmp_path, wait)[0].kid for wait in (timedelta(0), waits)]

    assert [key["kid"] for key in published(api)] == kids[::-1]


def test_tokens_can_be_verified_with_the_published_keys(
    api: APIClient, tokens: Tokens
) -> None:
    access = tokens["access"]
    keys = jwt.PyJWKSet(published(api))
    config = django_settings.SIMPLE_JWT

    verified = jwt.decode(
        access,
        keys[kid(access)],
        algorithms=[config["ALGORITHM"]],
        issuer=config["ISSUER"],
        audience=config["AUDIENCE"],
    )

    assert verified == claims(access)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_keys_can_only_be_read(client: Any, method: str) -> None:
    client.handler.enforce_csrf_checks = True

    assert_problem(getattr(client, method)(URL), 405, "method_not_allowed")


def test_the_public_key_is_not_a_secret(tokens: Tokens) -> None:
    """CVE-2016-5431, CVE-2022-29217: HMAC with the public key as the secret."""
    key = signing_key()
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = key.verifying.public_bytes(serialization.Encoding.PEM, spki)
    der = key.verifying.public_bytes(serialization.Encoding.DER, spki)
    jwk = {**public_jwk(key.verifying), "kid": key.kid}
    document = {"keys": [{**jwk, "use": "sig", "alg": algorithm.NAME}]}
    secrets = [
        *(pem, pem.strip(), pem.replace(b"\n", b""), b"".join(pem.splitlines()[1:-1])),
        *(der, key.kid.encode(), b""),
        *(json.dumps(published).encode() for published in (jwk, document)),
    ]

    for secret in secrets:
        for name in ("HS256", "HS384", "HS512"):
            assert refused(me(forged(tokens["access"], secret, alg=name)))


def test_a_public_key_or_a_certificate_in_the_header_is_not_used(
    tokens: Tokens,
) -> None:
    """CVE-2018-0114: the token is valid with the key in its own header."""
    private = algorithm.generate()
    jwk = public_jwk(private.public_key())
    own = thumbprint(jwk)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "us")])
    now = timezone.now()
    certificate = x509.CertificateBuilder(
        name, name, private.public_key(), 1, now, now + timedelta(days=1)
    ).sign(private, hashes.SHA256() if hasattr(private, "key_size") else None)
    chain = [b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()]

    for headers in (
        {"jwk": jwk},
        {"jwk": {**jwk, "kid": own}, "kid": own},
        {"x5c": chain},
        {"x5c": chain, "kid": "own"},
    ):
        assert refused(me(altered(tokens["access"], key=private, headers=headers)))
