"""A refresh moves a session to its next generation; reuse of a token ends the session."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import router
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings

from api import events
from tokens.logins import end_session, generation_of, get_active_session, tokens_of
from tokens.models import EndReason, Session
from tokens.statements import Statement, updating
from tokens.tokens import RefreshToken

# What ROTATE_REFRESH_TOKENS must be.
ROTATES = True

# How far in the future `rotated_at` may be: the clocks of two machines differ.
CLOCK_SKEW = timedelta(seconds=2)

MAX_GRACE = timedelta(seconds=60)

# It is one statement on one table. If its condition joined another table, PostgreSQL would
# not check the joined rows again after it waited for the lock, and several requests would
# succeed.
MOVE = Statement(
    lambda session_id, generation, now, expires_at: updating(
        Session.objects.active(now).filter(pk=session_id, generation=generation),
        generation=F("generation") + 1,
        rotated_at=now,
        last_used_at=now,
        expires_at=expires_at,
    )
)


def refresh(token: str, request: HttpRequest) -> dict[str, str]:
    """Return a new `access` and `refresh` for a refresh token.

    Of concurrent requests with one token, exactly one moves the session. A token of an
    older generation was used before: two clients have it, and one may have stolen it. The
    session ends, and with it the tokens of both (RFC 9700, 4.14.2). Legitimate clients
    send a token twice, too: for REFRESH_GRACE, the token of the previous generation gets
    the current refresh token, and a new access token.

    Raises TokenError.
    """
    presented = RefreshToken(token)  # type: ignore[arg-type]
    generation = generation_of(presented)
    session = get_active_session(presented)
    if session.generation == generation:
        _move(session)
        if session.expires_at <= session.rotated_at:
            raise TokenError("Session is too old")
        # Before the row is updated: after a failure here, the token can be sent again.
        tokens = tokens_of(session)
        # Unless a concurrent request has already moved the row.
        if MOVE.update(
            router.db_for_write(Session),
            session_id=session.pk,
            generation=generation,
            now=session.rotated_at,
            expires_at=session.expires_at,
        ):
            _record(events.REFRESHED, session, request)
            return tokens
        session = get_active_session(presented)  # as a concurrent request has left it
    if generation > session.generation:
        # The row comes from a backup or from a replica: no token was used twice.
        raise TokenError("Token is newer than its session")
    if _is_in_grace(session, generation):
        _record(events.REFRESHED, session, request)
        return tokens_of(session)
    if end_session(
        session_id=session.pk,
        user=session.user_id,
        reason=EndReason.REUSE,
        request=request,
    ):
        _record(events.REUSED, session, request)
    raise TokenError("Token was used before")


def _move(session: Session) -> None:
    """Move a session to its next generation in memory, as MOVE does in the database."""
    now = timezone.now()
    session.generation += 1
    session.rotated_at = session.last_used_at = now
    ends = [session.created_at + _max_age(), session.ends_at]
    session.expires_at = min(
        now + api_settings.REFRESH_TOKEN_LIFETIME, *filter(None, ends)
    )


def _max_age() -> timedelta:
    """Return the maximum age of a session: at least the lifetime of a refresh token."""
    minimum: timedelta = api_settings.REFRESH_TOKEN_LIFETIME
    return max(settings.SESSION_MAX_AGE, minimum)


def _is_in_grace(session: Session, generation: int) -> bool:
    """Return whether a used token of this generation is still accepted.

    A clock that is set back by more than CLOCK_SKEW does not prolong the grace.
    """
    grace: timedelta = settings.REFRESH_GRACE
    since = timezone.now() - session.rotated_at
    return (
        bool(grace)
        and generation == session.generation - 1
        and -CLOCK_SKEW <= since <= grace
    )


def _record(event: str, session: Session, request: HttpRequest) -> None:
    events.record(event, request=request, user=session.user_id, session=session.pk)


@register(Tags.security)
def check_grace(**kwargs: Any) -> list[Error]:
    grace = settings.REFRESH_GRACE
    if isinstance(grace, timedelta) and timedelta(0) <= grace <= MAX_GRACE:
        return []
    return [
        Error(
            f"REFRESH_GRACE is {grace}: for that long, the use of a stolen refresh token "
            "could stay undetected.",
            hint="Write a duration, 0 to 60s.",
            id="tokens.E042",
        )
    ]
