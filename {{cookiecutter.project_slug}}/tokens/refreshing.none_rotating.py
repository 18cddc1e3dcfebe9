"""A refresh returns a new pair of tokens; the old tokens are valid until they expire."""

from django.http import HttpRequest

from api import events
from tokens import logins
from tokens.claims import proof_in
from tokens.tokens import AccessToken, RefreshToken

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = True


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` and `refresh` for a refresh token.

    Raises TokenError or InvalidToken.
    """
    presented = RefreshToken(token)  # type: ignore[arg-type]
    user = logins.authenticate(presented)
    proven = proof_in(presented.payload)
    tokens = {
        "access": str(AccessToken.for_user(user, proven)),
        "refresh": str(RefreshToken.for_user(user, proven)),
    }
    events.record(events.REFRESHED, request=request, user=user)
    return tokens
