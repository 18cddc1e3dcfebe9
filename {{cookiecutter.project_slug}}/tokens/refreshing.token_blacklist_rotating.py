"""A refresh exchanges a refresh token for its successor; each can be used once."""

from django.http import HttpRequest
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken

from api import events
from tokens import logins
from tokens.claims import proof_in
from tokens.tokens import AccessToken, RefreshToken, TokenBackend

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = True


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` and `refresh` for a refresh token.

    Raises TokenError or InvalidToken. Without sessions it is not known which login a
    used token belongs to: its reuse is recorded, and refused like all invalid tokens.
    """
    try:
        presented = RefreshToken(token)  # type: ignore[arg-type]
        tokens = _exchange(presented)
    except TokenError:
        _record_reuse(token, request)
        raise
    events.record(events.REFRESHED, request=request, user=presented["sub"])
    return tokens


def _exchange(presented: RefreshToken) -> dict[str, str]:
    outstanding = logins.outstanding(presented)
    user = logins.authenticate(presented)
    # Before the old token is blacklisted: after a failure here, it can be sent again.
    proven = proof_in(presented.payload)
    access = str(AccessToken.for_user(user, proven))
    successor = logins.new_refresh_token(user, proven)
    if not logins.blacklist(outstanding):
        # A concurrent request has blacklisted it.
        logins.withdraw(successor)
        raise TokenError("Token is blacklisted")
    return {"access": access, "refresh": str(successor)}


def _record_reuse(token: str, request: HttpRequest) -> None:
    """Record that a token was used before, if that is why it was refused."""
    try:
        claims = TokenBackend(RefreshToken.header_type).decode(token)
    except TokenBackendError:
        return
    if BlacklistedToken.objects.filter(token__jti=claims["jti"]).exists():
        events.record(events.REUSED, request=request, user=claims["sub"])
