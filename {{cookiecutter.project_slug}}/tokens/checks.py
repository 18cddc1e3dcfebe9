"""Refuses settings with which tokens would be unsafe, or would fail at the first login."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from users.models import User

# RFC 7518, 3.2: an HMAC key is no shorter than the hash's output.
SHORTEST_KEY_IN_BYTES = 32

SECRET_ATTRIBUTES = {"password", "check_password", "set_password"}


@register(Tags.security)
def check_signing_key(**kwargs: Any) -> list[Error]:
    key = settings.SIMPLE_JWT["SIGNING_KEY"]
    errors = []
    if len(key.encode()) < SHORTEST_KEY_IN_BYTES:
        errors.append(
            Error(
                f"JWT_SIGNING_KEY is shorter than {SHORTEST_KEY_IN_BYTES} bytes.",
                hint="Make one with secrets.token_urlsafe(50).",
                id="tokens.E001",
            )
        )
    if key == settings.SECRET_KEY:
        errors.append(
            Error(
                "JWT_SIGNING_KEY is the same as SECRET_KEY.",
                hint="Make another with secrets.token_urlsafe(50).",
                id="tokens.E002",
            )
        )
    return errors


@register(Tags.security)
def check_lifetimes(**kwargs: Any) -> list[Error]:
    access = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]
    refresh = settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]
    if access.total_seconds() <= 0 or refresh <= access:
        return [
            Error(
                f"ACCESS_TOKEN_LIFETIME ({access}) must be positive, and "
                f"REFRESH_TOKEN_LIFETIME ({refresh}) longer.",
                hint="Write for example 10m and 14d.",
                id="tokens.E003",
            )
        ]
    return []


@register(Tags.security)
def check_custom_claims(**kwargs: Any) -> list[Error]:
    return [
        Error(
            f"CUSTOM_CLAIMS takes {claim!r} from {source!r}, which a user does not have "
            "or should not tell.",
            hint="Name an attribute or a method without arguments of the user model.",
            id="tokens.E004",
        )
        for claim, source in settings.CUSTOM_CLAIMS.items()
        if source in SECRET_ATTRIBUTES or not hasattr(User, source)
    ]
