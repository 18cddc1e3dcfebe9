"""ES256: signatures on the curve P-256 with SHA-256 (RFC 7518, 3.4)."""

from cryptography.hazmat.primitives.asymmetric import ec

NAME = "ES256"
KIND = "an elliptic curve key on P-256"


def generate() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def fits(key: object) -> bool:
    return isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(
        key.curve, ec.SECP256R1
    )
