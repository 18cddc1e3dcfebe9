"""A refresh returns an access token; the refresh token stays the same."""

from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError

from api import events
from tokens.logins import access_token_of, generation_of, get_active_session
from tokens.models import Session
from tokens.tokens import RefreshToken

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = False


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` for a refresh token; raises TokenError."""
    presented = RefreshToken(token)  # type: ignore[arg-type]
    session = get_active_session(presented)
    if session.generation != generation_of(presented):
        raise TokenError("Token is of another generation")
    access = access_token_of(session)
    Session.objects.filter(pk=session.pk).update_with_retries(
        last_used_at=timezone.now()
    )
    events.record(
        events.REFRESHED, request=request, user=session.user_id, session=session.pk
    )
    return {"access": access}
