"""What is public signs nothing, and neither does a key that comes with the token."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from django.utils import timezone

from tests.tokens.forgery import forged
from tokens import algorithm
from tokens.key_files import public_jwk, thumbprint
from tokens.keys import signing_key

Me = Callable[[str], Any]


def test_a_secret_made_of_the_public_key_is_refused(
    tokens: dict[str, str], me: Me
) -> None:
    """The public key is no secret: CVE-2016-5431, CVE-2022-29217."""
    key = signing_key()
    pem = key.verifying.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    der = key.verifying.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    jwk = {**public_jwk(key.verifying), "kid": key.kid}
    document = {"keys": [{**jwk, "use": "sig", "alg": algorithm.NAME}]}
    secrets = [
        *(pem, pem.strip(), pem.replace(b"\n", b""), b"".join(pem.splitlines()[1:-1])),
        *(der, key.kid.encode(), b""),
        *(json.dumps(published).encode() for published in (jwk, document)),
    ]

    for secret in secrets:
        for name in ("HS256", "HS384", "HS512"):
            forgery = forged(tokens["access"], secret=secret, alg=name)
            assert me(forgery).status_code == 401


def test_a_key_that_comes_with_the_token_is_not_used(
    tokens: dict[str, str], altered: Callable[..., str], me: Me
) -> None:
    """CVE-2018-0114: the attacker's key is in the header, and the token fits it."""
    private = algorithm.generate()
    jwk = public_jwk(private.public_key())
    own = thumbprint(jwk)

    for headers in ({"jwk": jwk}, {"jwk": {**jwk, "kid": own}, "kid": own}):
        forgery = altered(tokens["access"], key=private, headers=headers)
        assert me(forgery).status_code == 401


def test_a_certificate_that_comes_with_the_token_is_not_used(
    tokens: dict[str, str], altered: Callable[..., str], me: Me
) -> None:
    private = algorithm.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "us")])
    now = timezone.now()
    certificate = x509.CertificateBuilder(
        name, name, private.public_key(), 1, now, now + timedelta(days=1)
    ).sign(private, hashes.SHA256() if hasattr(private, "key_size") else None)
    chain = [b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()]

    for headers in ({"x5c": chain}, {"x5c": chain, "kid": "own"}):
        forgery = altered(tokens["access"], key=private, headers=headers)
        assert me(forgery).status_code == 401
