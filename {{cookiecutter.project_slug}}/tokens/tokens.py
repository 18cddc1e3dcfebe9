"""The two types of token, and the backend that signs and verifies them.

PyJWT verifies the signature, `exp`, `iss` and `aud`. The backend verifies the rest: length,
encoding, type and key of a token, `iat`, and the types of its claims (RFC 8725, 3.8-3.12).
"""

import logging
import re
import time
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any, ClassVar, NoReturn
from uuid import UUID, uuid4

import jwt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.backends import TokenBackend as SimpleTokenBackend
from rest_framework_simplejwt.exceptions import (
    TokenBackendError,
    TokenBackendExpiredToken,
)
from rest_framework_simplejwt.settings import api_settings

from tokens.claims import custom_claims
from tokens.keys import find_key, signing_key
from users.models import User

logger = logging.getLogger(__name__)

# In characters. A browser stores no cookie whose name and value are longer than 4096.
MAX_LENGTH = 4000

COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")

# How far in the future `iat` may be: the clocks of two machines differ.
CLOCK_SKEW = timedelta(seconds=30)

# The year 10000: Python cannot compute with later dates.
MAX_DATE = 253_402_300_800

# Claims by their type. A token in which one of them has another type is invalid.
NUMBERS = ["iat", "exp", "max_exp"]
UUIDS = ["sub", "jti", "sid"]

ADVICE = (
    "Make tokens with tokens.logins.start(user), and verify them with the class in "
    'tokens/authentication.py: see docs/tokens.md, "Coming from SimpleJWT".'
)


class TokenBackend:
    """Signs and verifies tokens of one type: `typ` in their header (RFC 8725, 3.11)."""

    def __init__(self, typ: str) -> None:
        self.typ = typ

    def get_leeway(self) -> timedelta:
        leeway = api_settings.LEEWAY
        return leeway if isinstance(leeway, timedelta) else timedelta(seconds=leeway)

    def encode(self, payload: dict[str, Any]) -> str:
        key = signing_key()
        token = jwt.encode(
            {**payload, "iss": api_settings.ISSUER, "aud": api_settings.AUDIENCE},
            key.signing,
            algorithm=api_settings.ALGORITHM,
            headers={"kid": key.kid, "typ": self.typ},
            json_encoder=api_settings.JSON_ENCODER,
        )
        if len(token) > MAX_LENGTH:
            # Not raised: the user cannot correct it, but the operator can.
            logger.error(
                "A token (%s) for user %s has %d characters and will be refused: "
                "%d is the most. Shorten what CUSTOM_CLAIMS puts into it.",
                self.typ,
                payload.get("sub"),
                len(token),
                MAX_LENGTH,
            )
        return token

    def decode(self, token: str | bytes, verify: bool = True) -> dict[str, Any]:
        """Return the claims of a valid token; `verify` is ignored.

        Raises TokenBackendExpiredToken, or TokenBackendError for all other faults.
        """
        try:
            text = _compact(token)
            claims = jwt.decode(
                text,
                self._verifying_key(text),
                algorithms=[api_settings.ALGORITHM],
                audience=api_settings.AUDIENCE,
                issuer=api_settings.ISSUER,
                leeway=self.get_leeway(),
                options={"require": settings.REQUIRED_CLAIMS, "verify_iat": False},
            )
        except jwt.ExpiredSignatureError as error:
            raise TokenBackendExpiredToken("Token is expired") from error
        except (jwt.PyJWTError, ValueError) as error:
            raise TokenBackendError("Token is invalid") from error
        # Not PyJWT's check of `iat`: its leeway would prolong `exp` as well.
        skew = max(self.get_leeway(), CLOCK_SKEW).total_seconds()
        if not _are_typed(claims) or claims["iat"] > time.time() + skew:
            raise TokenBackendError("Token is invalid")
        return claims

    def _verifying_key(self, token: str) -> Any:
        typ, kid = _typ_and_kid(token.partition(".")[0])
        if not isinstance(typ, str) or typ.lower().removeprefix("application/") != (
            self.typ
        ):
            raise jwt.InvalidTokenError("another type of token")
        key = find_key(kid) if isinstance(kid, str) else None
        if key is None:
            raise jwt.InvalidTokenError("an unknown key")
        return key.verifying


class NoBackend:
    """The backend of SimpleJWT's own token classes, which raises an error.

    They do not use the keys of this service, and do not check whether a token was revoked.
    """

    def refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise ImproperlyConfigured(f"This is a token class of SimpleJWT. {ADVICE}")

    encode = decode = get_leeway = refuse


class StrictToken(simplejwt.Token):
    """A token of one type, signed and verified by TokenBackend."""

    header_type: ClassVar[str]

    def get_token_backend(self) -> "SimpleTokenBackend":
        return TokenBackend(self.header_type)  # type: ignore[return-value]

    def set_jti(self) -> None:
        self.payload["jti"] = str(uuid4())

    def add(self, claims: dict[str, Any]) -> None:
        """Add claims, of which `max_exp` is the latest `exp` of the token."""
        self.payload.update(claims)
        self.payload["exp"] = min(self["exp"], self.get("max_exp", self["exp"]))

    def __str__(self) -> str:
        if missing := {*settings.REQUIRED_CLAIMS} - {*self.payload, "iss", "aud"}:
            raise ImproperlyConfigured(f"The token has no {min(missing)!r}. {ADVICE}")
        return super().__str__()


class AccessToken(StrictToken, simplejwt.AccessToken):
    header_type = "at+jwt"  # RFC 9068, 2.1

    @classmethod
    def for_user(  # type: ignore[override]
        cls, user: User, proof: dict[str, Any], groups: Iterable[str] | None = None
    ) -> "AccessToken":
        """Return a token with the custom claims, as the database has them now.

        SimpleJWT copies them from the refresh token, so that a permission that was removed
        would stay in the claims until the next login. `proof` is from tokens/claims.py;
        for `groups` see `custom_claims`.
        """
        token = super().for_user(user)
        token.add(proof | custom_claims(user, groups))
        return token


class RefreshToken(StrictToken, simplejwt.RefreshToken):
    header_type = "rt+jwt"

    @classmethod
    def for_user(  # type: ignore[override]
        cls, user: User, proof: dict[str, Any] | None = None
    ) -> Any:
        token: Any = super().for_user(user)
        token.add(proof or {})
        return token

    @property
    def access_token(self) -> NoReturn:
        """SimpleJWT copies the custom claims of the refresh token, which has none here."""
        raise ImproperlyConfigured(
            f"Access tokens are not made from refresh tokens. {ADVICE}"
        )


@lru_cache
def _typ_and_kid(header: str) -> tuple[Any, Any]:
    """Read a header, which all tokens of one type have until there is a new key."""
    claims = jwt.get_unverified_header(f"{header}..")
    return claims.get("typ"), claims.get("kid")


def _compact(token: str | bytes) -> str:
    """Return the token if it is base64url without padding (RFC 7515, 2).

    PyJWT accepts padding at the end: one token would have several spellings.
    """
    text = token.decode("ascii") if isinstance(token, bytes) else token
    if len(text) > MAX_LENGTH or not COMPACT.fullmatch(text):
        raise jwt.DecodeError("not a compact JWS")
    return text


def _is_uuid(value: object) -> bool:
    """Return whether this is a UUID in the form in which this service writes it."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _are_typed(claims: dict[str, Any]) -> bool:
    """Return whether the claims in NUMBERS and UUIDS have these types."""
    numbers = [claims[name] for name in NUMBERS if name in claims]
    return all(
        type(number) is int and 0 < number < MAX_DATE for number in numbers
    ) and all(_is_uuid(claims[name]) for name in UUIDS if name in claims)
