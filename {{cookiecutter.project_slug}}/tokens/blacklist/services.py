"""The one place that ends a refresh token."""

from contextlib import suppress

from rest_framework_simplejwt.exceptions import TokenBackendError, TokenError
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)
from rest_framework_simplejwt.tokens import Token

from tokens.backend import TokenBackend
from tokens.tokens import RefreshToken


class SpentTokenError(TokenError):
    """The token is on the list already."""


def require_issued(refresh: Token) -> OutstandingToken:
    """Return the row of a token.

    Raises TokenError where there is none: whatever its signature says, the token was
    not given out, or its row has been removed to revoke it.
    """
    outstanding = OutstandingToken.objects.filter(jti=refresh["jti"]).first()
    if outstanding is None:
        raise TokenError("Token is invalid")
    return outstanding


def owner_of_spent(text: str) -> str | None:
    """Return whose refresh token this was, if it is on the list; None for any other."""
    try:
        claims = TokenBackend(RefreshToken.header_type).decode(text)
    except TokenBackendError:
        return None
    spent = BlacklistedToken.objects.filter(token__jti=claims["jti"]).exists()
    return str(claims["sub"]) if spent else None


def exchange(outstanding: OutstandingToken, successor: Token) -> None:
    """End a refresh token in favour of its successor, once.

    Raises SpentTokenError if another request was faster; nobody gets the successor then.
    """
    try:
        _spend(outstanding)
    except SpentTokenError:
        withdraw(successor)
        raise


def withdraw(refresh: Token) -> None:
    """End a refresh token that nobody has got.

    Its row stays: to delete it while a new password puts it on the list would make one
    of the two fail.
    """
    with suppress(TokenError):
        blacklist(refresh)


def blacklist(refresh: Token) -> None:
    """End a refresh token; raises SpentTokenError and TokenError."""
    _spend(require_issued(refresh))


def _spend(outstanding: OutstandingToken) -> None:
    """Put a token on the list, once.

    Of many requests at the same time one adds the row, because the database allows no
    second one; SimpleJWT does not look who it was and would let all of them rotate.

    Raises SpentTokenError if the token is on the list already.
    """
    _, created = BlacklistedToken.objects.get_or_create(token=outstanding)
    if not created:
        raise SpentTokenError("Token is blacklisted")
