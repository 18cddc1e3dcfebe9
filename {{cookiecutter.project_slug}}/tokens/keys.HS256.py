"""The secrets that sign and verify tokens: JWT_SIGNING_KEY, the newest first.

The newest signs, all of them verify. A token names its key in the header (`kid`), which
is looked up in this list and used for nothing else (RFC 8725, 3.10).
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from api.checks import guessable

ALGORITHM = "HS256"

# In bytes: a key is no shorter than the output of the hash (RFC 7518, 3.2).
MIN_LENGTH = 32

HINT = "Make one with secrets.token_urlsafe(50), or `manage.py new_signing_key`."


class NoSigningKeyError(Exception):
    """There is no key to sign with."""


@dataclass(frozen=True)
class Key:
    """A key; its secret is not shown in a log or a traceback."""

    kid: str
    signing: str = field(repr=False)
    verifying: str = field(repr=False)


def signing_key() -> Key:
    """Return the key that signs; raises NoSigningKeyError."""
    keys = _keys(tuple(settings.JWT_SIGNING_KEYS))
    if not keys:
        raise NoSigningKeyError("There is no signing key: see `manage.py check`.")
    return keys[0]


def find_key(kid: str) -> Key | None:
    """Return the key with this ID, or None if it is unknown or has been removed."""
    keys = _keys(tuple(settings.JWT_SIGNING_KEYS))
    return next((key for key in keys if key.kid == kid), None)


def key_id(secret: str) -> str:
    """Return the ID of a secret, the same in every process.

    It is public. As a MAC with the secret as the key, it reveals no more than the
    signature of a token.
    """
    mac = hmac.digest(secret.encode(), b"kid", "sha256")
    return urlsafe_b64encode(mac[:12]).decode()


@lru_cache(maxsize=1)
def _keys(secrets: tuple[str, ...]) -> tuple[Key, ...]:
    # With an empty secret, every client could sign tokens.
    return tuple(Key(key_id(secret), secret, secret) for secret in secrets if secret)


@register(Tags.security)
def check_secrets(**kwargs: Any) -> list[Error]:
    if not settings.JWT_SIGNING_KEYS:
        return [Error("JWT_SIGNING_KEYS is empty.", hint=HINT, id="tokens.E010")]
    return [
        Error(f"JWT_SIGNING_KEY: {fault}", hint=HINT, id=id_)
        for position, secret in enumerate(settings.JWT_SIGNING_KEYS, 1)
        for fault, id_ in _faults(f"secret {position}", secret)
    ]


def _faults(name: str, secret: str) -> Iterator[tuple[str, str]]:
    """Describe the faults of a secret, without the secret."""
    if len(secret.encode()) < MIN_LENGTH:
        yield f"{name} is shorter than {MIN_LENGTH} bytes.", "tokens.E001"
    elif guessable(secret):
        yield f"{name} is published, or made of words and patterns.", "tokens.E011"
    if secret == settings.SECRET_KEY:
        yield f"{name} is the same as SECRET_KEY.", "tokens.E002"
