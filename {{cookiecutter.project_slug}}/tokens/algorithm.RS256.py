"""RS256: RSA signatures with SHA-256; for verifiers that support nothing newer."""

from cryptography.hazmat.primitives.asymmetric import rsa

NAME = "RS256"
KIND = "an RSA key of at least 2048 bits"  # RFC 7518, 3.3

# As strong as the 128 bits of the other algorithms (NIST SP 800-57, part 1).
BITS = 3072


def generate() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, BITS)


def fits(key: object) -> bool:
    return isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048
