"""EdDSA: Edwards-curve signatures, here with Ed25519 (RFC 8037, 3.1)."""

from cryptography.hazmat.primitives.asymmetric import ed25519

NAME = "EdDSA"
KIND = "an Ed25519 key"


def generate() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def fits(key: object) -> bool:
    return isinstance(key, ed25519.Ed25519PrivateKey)
