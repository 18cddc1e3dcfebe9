"""Refuses secrets that can be guessed, or that are used for something else too."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from api.guessable import guessable

# RFC 7518, 3.2: an HMAC key is no shorter than the hash's output.
SHORTEST_SECRET_IN_BYTES = 32

HOW_TO_MAKE_ONE = (
    "Make one with secrets.token_urlsafe(50), or `manage.py new_signing_key`."
)


@register(Tags.security)
def check_secrets(**kwargs: Any) -> list[Error]:
    if not settings.JWT_SIGNING_KEYS:
        return [
            Error(
                "JWT_SIGNING_KEYS is empty: there is nothing to sign with.",
                hint=HOW_TO_MAKE_ONE,
                id="tokens.E010",
            )
        ]
    return [
        Error(f"JWT_SIGNING_KEY: {complaint}", hint=HOW_TO_MAKE_ONE, id=id_)
        for position, secret in enumerate(settings.JWT_SIGNING_KEYS, 1)
        for complaint, id_ in _complaints(f"secret {position}", secret)
    ]


@register(Tags.security)
def check_algorithm(**kwargs: Any) -> list[Error]:
    if settings.SIMPLE_JWT["ALGORITHM"] == "HS256":
        return []
    return [
        Error(
            "SIMPLE_JWT's ALGORITHM does not fit the keys, which are secrets.",
            hint='Write "ALGORITHM": "HS256".',
            id="tokens.E012",
        )
    ]


def _complaints(name: str, secret: str) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a secret, without saying the secret."""
    if len(secret.encode()) < SHORTEST_SECRET_IN_BYTES:
        yield f"{name} is shorter than {SHORTEST_SECRET_IN_BYTES} bytes.", "tokens.E001"
    elif guessable(secret):
        yield f"{name} is published, or made of words and patterns.", "tokens.E011"
    if secret == settings.SECRET_KEY:
        yield f"{name} is the same as SECRET_KEY.", "tokens.E002"
