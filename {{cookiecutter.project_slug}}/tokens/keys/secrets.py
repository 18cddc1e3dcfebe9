"""Keys that are secrets in JWT_SIGNING_KEY, separated by commas, newest first."""

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from django.conf import settings

from tokens.keys.ring import Key, KeyRing


def load(*, missing: bool = False) -> KeyRing:
    """Return the ring. A process sees new secrets when it is started again."""
    return _ring(tuple(settings.JWT_SIGNING_KEYS))


def key_id(secret: str) -> str:
    """Return the name of a secret, the same in every process that knows it.

    Everyone can read it. It is a MAC by the secret itself, so that it tells no more than
    a token's signature does.
    """
    mac = hmac.digest(secret.encode(), b"kid", "sha256")
    return urlsafe_b64encode(mac[:12]).decode()


@lru_cache(maxsize=1)
def _ring(secrets: tuple[str, ...]) -> KeyRing:
    # With an empty secret everyone could sign.
    return KeyRing(
        tuple(Key(key_id(secret), secret, secret) for secret in secrets if secret)
    )
