"""Makes and reads tokens with PyJWT and nothing else. docs/by-hand.md is about it."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import jwt
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import AuthenticationFailed

from users.models import User

ALGORITHM = "HS256"
# Not those of the service's real tokens, so that neither opens the other's doors.
ISSUER = AUDIENCE = "by-hand"
TYPE = "by-hand+jwt"
# Nothing can take a token back: whoever steals one has it for so long.
LIFETIME = timedelta(days=1)


class InvalidToken(AuthenticationFailed):
    default_detail = "Invalid token"
    default_code = "invalid_token"


def signing_key() -> bytes:
    """Return a key for this alone, made of SECRET_KEY, which signs other things."""
    return salted_hmac("by_hand.tokens", "signing key", algorithm="sha256").digest()


def encode(user: User) -> str:
    now = datetime.now(timezone.utc)  # With its zone, or it would be local time.
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(user.pk), "iat": now}
    claims["exp"] = now + LIFETIME
    return jwt.encode(claims, signing_key(), ALGORITHM, headers={"typ": TYPE})


def decode(token: bytes) -> UUID:
    """Return whom a token is about. Raises AuthenticationFailed."""
    try:
        read = jwt.decode_complete(
            token,
            signing_key(),
            # Never the one that the token names: that could be "none".
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            # What is not there cannot be wrong: without `exp` it would live for ever.
            options={"require": ["iss", "aud", "sub", "iat", "exp"]},
        )
        if read["header"].get("typ") != TYPE:
            raise InvalidToken
        return UUID(read["payload"]["sub"])
    except jwt.ExpiredSignatureError as error:
        raise AuthenticationFailed("Token expired", "token_expired") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidToken from error
