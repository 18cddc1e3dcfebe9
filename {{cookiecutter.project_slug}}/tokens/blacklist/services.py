"""The one place that ends a refresh token."""

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)
from rest_framework_simplejwt.tokens import RefreshToken


def blacklist(refresh: RefreshToken) -> None:
    """End a refresh token, once.

    Of many requests at the same time one adds the row, because the database allows no
    second one; SimpleJWT does not look who it was and would let all of them rotate.

    Raises TokenError if the token is on the list already, or was never issued.
    """
    outstanding = OutstandingToken.objects.filter(jti=refresh["jti"]).first()
    if outstanding is None:
        raise TokenError("Token is invalid")
    _, created = BlacklistedToken.objects.get_or_create(token=outstanding)
    if not created:
        raise TokenError("Token is blacklisted")
