"""The one place that ends a refresh token."""

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)

from tokens.tokens import RefreshToken


class SpentTokenError(TokenError):
    """The token is on the list already."""


def require_issued(refresh: RefreshToken) -> OutstandingToken:
    """Return the row of a token.

    Raises TokenError where there is none: whatever its signature says, the token was
    not given out, or its row has been removed to revoke it.
    """
    outstanding = OutstandingToken.objects.filter(jti=refresh["jti"]).first()
    if outstanding is None:
        raise TokenError("Token is invalid")
    return outstanding


def blacklist(refresh: RefreshToken) -> None:
    """End a refresh token, once.

    Of many requests at the same time one adds the row, because the database allows no
    second one; SimpleJWT does not look who it was and would let all of them rotate.

    Raises SpentTokenError if the token is on the list already, and TokenError if it was
    never issued.
    """
    _, created = BlacklistedToken.objects.get_or_create(token=require_issued(refresh))
    if not created:
        raise SpentTokenError("Token is blacklisted")
