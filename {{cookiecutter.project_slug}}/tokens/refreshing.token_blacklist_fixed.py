"""A refresh returns an access token; the refresh token stays the same."""

from django.http import HttpRequest

from api import events
from tokens import logins
from tokens.claims import proof_in
from tokens.tokens import AccessToken, RefreshToken

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = False


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` for a refresh token; raises TokenError or InvalidToken."""
    presented = RefreshToken(token)  # type: ignore[arg-type]
    logins.outstanding(presented)
    user = logins.authenticate(presented)
    access = str(AccessToken.for_user(user, proof_in(presented.payload)))
    events.record(events.REFRESHED, request=request, user=user)
    return {"access": access}
