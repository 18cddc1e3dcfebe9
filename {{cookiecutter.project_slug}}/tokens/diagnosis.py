"""What is in a token, and why this service would not take it.

For people at a command line, who have the token already. Over HTTP nobody learns more
than that a token is refused.
"""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import jwt
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.timesince import timesince, timeuntil
from rest_framework_simplejwt.exceptions import (
    InvalidToken,
    TokenBackendError,
    TokenError,
)
from rest_framework_simplejwt.settings import api_settings

from tokens.backend import COMPACT, LONGEST_TOKEN, TokenBackend
from tokens.keys.ring import find_key
from tokens.tokens import AccessToken, RefreshToken
from users.models import User

KINDS = {kind.header_type: kind for kind in (AccessToken, RefreshToken)}
DATES = ["iat", "nbf", "exp"]

# What PyJWT calls it, and what it means. The first that fits counts.
REASONS: dict[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidSignatureError: "it was not signed with the key that it names",
    jwt.InvalidAlgorithmError: "its algorithm (alg) is not the one of this service",
    jwt.InvalidIssuerError: "its issuer (iss) is not JWT_ISSUER",
    jwt.InvalidAudienceError: "its audience (aud) is not JWT_AUDIENCE",
    jwt.MissingRequiredClaimError: "a claim that it needs is missing",
    Exception: "a claim is not of the right type",
}


class UnreadableError(Exception):
    """This is no JSON Web Token."""


@dataclass(frozen=True)
class Contents:
    """What anybody can read in a token, be it true or not."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.header.get("typ")).lower().removeprefix("application/")

    def dates(self) -> dict[str, str]:
        return {
            name: _moment(self.claims[name]) for name in DATES if name in self.claims
        }


def read(text: str) -> Contents:
    """Return what a token says. Raises UnreadableError."""
    try:
        header, claims, _ = text.split(".")
        return Contents(text, _object(header), _object(claims))
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error


def complaint(token: Contents) -> str:
    """Return why this service refuses a token; nothing if it takes it.

    Whether it does is asked of what answers `token/verify/`, and only the reason is
    looked for here.
    """
    verify = import_string(api_settings.TOKEN_VERIFY_SERIALIZER)()
    try:
        verify.validate({"token": token.text})
    except (TokenError, InvalidToken):
        return _reason(token)
    return ""


def _reason(token: Contents) -> str:
    if len(token.text) > LONGEST_TOKEN:
        return f"it has more than {LONGEST_TOKEN} characters"
    if not COMPACT.fullmatch(token.text):
        return "it has characters that a token does not have"
    if token.kind not in KINDS:
        return f"it is of another kind (typ) than {' and '.join(KINDS)}"
    kid = token.header.get("kid")
    key = find_key(kid) if isinstance(kid, str) else None
    if key is None:
        return "its key (kid) is unknown: removed, of another service, or made up"
    return _bad_claim(token, key.verifying) or _bad_user(token)


def _bad_claim(token: Contents, key: Any) -> str:
    try:
        jwt.decode(
            token.text,
            key,
            algorithms=[api_settings.ALGORITHM],
            audience=api_settings.AUDIENCE,
            issuer=api_settings.ISSUER,
            leeway=api_settings.LEEWAY,
            options={"require": settings.REQUIRED_CLAIMS},
        )
        TokenBackend(token.kind).decode(token.text)
    except (jwt.PyJWTError, TokenBackendError) as error:
        return next(text for kind, text in REASONS.items() if isinstance(error, kind))
    if token.claims["token_type"] != KINDS[token.kind].token_type:
        return "its token_type is not that of its kind (typ)"
    return ""


def _bad_user(token: Contents) -> str:
    user = User.objects.filter(pk=token.claims["sub"], is_active=True).first()
    if user is None:
        return "its user was deactivated or deleted"
    if not api_settings.USER_AUTHENTICATION_RULE(user):
        return "USER_AUTHENTICATION_RULE does not accept its user"
    return "it has come to its end before its time"


def _object(part: str) -> dict[str, Any]:
    """Raises ValueError."""
    found = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(found, dict):
        raise ValueError
    return found


def _moment(value: Any) -> str:
    try:
        moment = datetime.fromtimestamp(value, timezone.utc)
    except (TypeError, ValueError, ArithmeticError, OSError):
        return "no date"
    now = datetime.now(timezone.utc)
    distance = (
        f"{timesince(moment)} ago" if moment <= now else f"in {timeuntil(moment)}"
    )
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC, {distance}".replace("\xa0", " ")
