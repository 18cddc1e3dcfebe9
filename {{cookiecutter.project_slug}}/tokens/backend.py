"""Signs tokens, and reads only what this service itself could have signed.

PyJWT checks the signature and the dates. What is added here: one size, one spelling, one
kind and one key for each token, and claims of the right types, so that nothing later has
to doubt them (RFC 8725, 3.8-3.12).
"""

import logging
import re
import time
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings
from rest_framework_simplejwt.exceptions import (
    TokenBackendError,
    TokenBackendExpiredToken,
)
from rest_framework_simplejwt.settings import api_settings

from tokens.claims import NUMBERS, UUIDS, is_uuid
from tokens.keys.ring import Key, find_key, key_ring

logger = logging.getLogger(__name__)

# A browser keeps no cookie whose name and value have more than 4096 characters together,
# and a proxy takes more than that in a header.
LONGEST_TOKEN = 4000

COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")

# A token may have been made so far in the future: by a machine whose clock is ahead, or
# before this one's clock was set back.
CLOCK_SKEW = timedelta(seconds=30)

# The year 10000, with which dates can no longer be computed.
END_OF_TIME = 253_402_300_800


class TokenBackend:
    """What SimpleJWT's tokens ask of a backend, for tokens of one kind.

    `typ` is the kind, written into the header (RFC 8725, 3.11), so that no token can be
    taken for one of another kind.
    """

    def __init__(self, typ: str) -> None:
        self.typ = typ

    def get_leeway(self) -> timedelta:
        leeway = api_settings.LEEWAY
        return leeway if isinstance(leeway, timedelta) else timedelta(seconds=leeway)

    def encode(self, payload: dict[str, Any]) -> str:
        key = key_ring().newest
        token = jwt.encode(
            {**payload, "iss": api_settings.ISSUER, "aud": api_settings.AUDIENCE},
            key.signing,
            algorithm=api_settings.ALGORITHM,
            headers={"kid": key.kid, "typ": self.typ},
            json_encoder=api_settings.JSON_ENCODER,
        )
        if len(token) > LONGEST_TOKEN:
            # For whoever runs the service: who has logged in cannot change it.
            logger.error(
                "A token (%s) for user %s has %d characters and will be refused: "
                "%d is the most. Shorten what CUSTOM_CLAIMS puts into it.",
                self.typ,
                payload.get("sub"),
                len(token),
                LONGEST_TOKEN,
            )
        return token

    def decode(self, token: str | bytes, verify: bool = True) -> dict[str, Any]:
        """Return the claims of a token that is good in every respect.

        Raises TokenBackendExpiredToken, or TokenBackendError for all else. There is no
        way to read without verifying.
        """
        try:
            text = _compact(token)
            claims = jwt.decode(
                text,
                self._key(text).verifying,
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
        # PyJWT allows the same leeway for both dates, and none may be added to `exp`.
        skew = max(self.get_leeway(), CLOCK_SKEW).total_seconds()
        if not _are_typed(claims) or claims["iat"] > time.time() + skew:
            raise TokenBackendError("Token is invalid")
        return claims

    def _key(self, token: str) -> Key:
        header = jwt.get_unverified_header(token)
        typ, kid = header.get("typ"), header.get("kid")
        if not isinstance(typ, str) or typ.lower().removeprefix("application/") != (
            self.typ
        ):
            raise jwt.InvalidTokenError("another kind of token")
        key = find_key(kid) if isinstance(kid, str) else None
        if key is None:
            raise jwt.InvalidTokenError("no key of ours")
        return key


def _compact(token: str | bytes) -> str:
    """Return the token if it is spelled in the one way there is (RFC 7515, 2).

    PyJWT takes padding at the end, and a list of tokens by their text would take that
    for another token.
    """
    text = token.decode("ascii") if isinstance(token, bytes) else token
    if len(text) > LONGEST_TOKEN or not COMPACT.fullmatch(text):
        raise jwt.DecodeError("not a compact JWS")
    return text


def _are_typed(claims: dict[str, Any]) -> bool:
    numbers = [claims[name] for name in NUMBERS]
    return all(
        type(number) is int and 0 < number < END_OF_TIME for number in numbers
    ) and all(is_uuid(claims[name]) for name in UUIDS if name in claims)
