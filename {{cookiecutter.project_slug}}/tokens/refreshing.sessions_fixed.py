"""A refresh returns an access token; the refresh token stays the same."""

from django.db import router
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError

from api import events
from tokens.logins import access_token_of, generation_of, get_active_session
from tokens.models import Session
from tokens.statements import Statement, updating
from tokens.tokens import RefreshToken

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = False

TOUCH = Statement(
    lambda session_id, now: updating(
        Session.objects.filter(pk=session_id), last_used_at=now
    )
)


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` for a refresh token; raises TokenError."""
    presented = RefreshToken(token)  # type: ignore[arg-type]
    session = get_active_session(presented)
    if session.generation != generation_of(presented):
        raise TokenError("Token is of another generation")
    access = access_token_of(session)
    TOUCH.update(
        router.db_for_write(Session), session_id=session.pk, now=timezone.now()
    )
    events.record(
        events.REFRESHED, request=request, user=session.user_id, session=session.pk
    )
    return {"access": access}
