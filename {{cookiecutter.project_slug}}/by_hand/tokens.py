"""Encodes and decodes tokens with PyJWT only; see docs/by-hand.md."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import jwt
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from users.models import User

ALGORITHM = "HS256"
# Different from those of the service's other tokens, so that neither accepts the other's.
ISSUER = AUDIENCE = "by-hand"
TYPE = "by-hand+jwt"
# A token cannot be revoked: a stolen one is valid for this long.
LIFETIME = timedelta(days=1)


class InvalidToken(AuthenticationFailed):
    default_detail = _("Invalid token")
    default_code = "invalid_token"


def signing_key() -> bytes:
    """Return a key derived from SECRET_KEY, which signs other things, for this purpose."""
    return salted_hmac("by_hand.tokens", "signing key", algorithm="sha256").digest()


def encode(user: User) -> str:
    now = datetime.now(timezone.utc)
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(user.pk), "iat": now}
    claims["exp"] = now + LIFETIME
    return jwt.encode(claims, signing_key(), ALGORITHM, headers={"typ": TYPE})


def decode(token: bytes) -> UUID:
    """Return the key of the token's user; raises AuthenticationFailed."""
    try:
        decoded = jwt.decode_complete(
            token,
            signing_key(),
            # Never the one in the token's header: that could be "none".
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            # PyJWT ignores a missing claim: without `exp`, a token would never expire.
            options={"require": ["iss", "aud", "sub", "iat", "exp"]},
        )
        if decoded["header"].get("typ") != TYPE:
            raise InvalidToken
        return UUID(decoded["payload"]["sub"])
    except jwt.ExpiredSignatureError as error:
        raise AuthenticationFailed(_("Token expired"), "token_expired") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidToken from error
