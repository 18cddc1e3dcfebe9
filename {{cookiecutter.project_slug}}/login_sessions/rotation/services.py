"""Moves a session on, and notices when a refresh token comes a second time."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings

from api import events
from login_sessions.ending import end_session
from login_sessions.models import EndReason, Session
from login_sessions.retries import retried
from login_sessions.services import living_session, max_age, record
from login_sessions.tokens import generation_of, token_pair_of
from tokens.tokens import RefreshToken

CLOCKS_DIFFER_BY = timedelta(seconds=2)


def rotate(*, refresh: RefreshToken, request: HttpRequest) -> dict[str, str]:
    """Move a session on to its next generation, and return its tokens.

    Of many requests with one token, exactly one moves it. A token of an older generation
    was stolen, or its thief was faster: the session ends, and with it the tokens of both
    (RFC 9700, 4.14.2). Only the direct parent is forgiven for a moment, because honest
    clients send twice too: it gets what the first request got.

    Raises TokenError.
    """
    generation = generation_of(refresh)
    session = living_session(refresh)
    if session.generation == generation:
        changes = _next_generation(session)
        if session.expires_at <= session.rotated_at:
            raise TokenError("Session is too old")
        # Before the row is moved: what fails on the way has used nothing up.
        pair = token_pair_of(session)
        if _move_on(session, changes):
            record(events.REFRESHED, session, request)
            return pair
        session = living_session(refresh)  # as the faster request left it
    if generation > session.generation:
        # A restored backup, or a replica that lags behind: no token was used twice.
        raise TokenError("Token is newer than its session")
    if _is_forgiven(session, generation):
        record(events.REFRESHED, session, request)
        return token_pair_of(session)
    if end_session(
        session_id=session.pk,
        user=session.user_id,
        reason=EndReason.REUSE,
        request=request,
    ):
        record(events.REUSED, session, request)
    raise TokenError("Token was used before")


def _next_generation(session: Session) -> dict[str, Any]:
    """Take a session to its next generation in memory, and return what that changes."""
    now = timezone.now()
    changes = {
        "generation": session.generation + 1,
        "rotated_at": now,
        "last_used_at": now,
        "expires_at": min(
            now + api_settings.REFRESH_TOKEN_LIFETIME, session.created_at + max_age()
        ),
    }
    for name, value in changes.items():
        setattr(session, name, value)
    return changes


def _move_on(session: Session, changes: dict[str, Any]) -> bool:
    """Move the row of a session to its next generation, unless somebody was faster.

    One statement on one table decides. With a join in its condition PostgreSQL would
    look at the joined rows only before it waits for the lock, and let several through.
    """
    unmoved = Session.objects.living(session.rotated_at).filter(
        pk=session.pk, generation=session.generation - 1
    )
    return bool(retried(lambda: unmoved.update(**changes)))


def _is_forgiven(session: Session, generation: int) -> bool:
    """Tell whether a spent token may be answered with the present one.

    A clock that was set back does not prolong the grace; only a difference between the
    clocks of two machines is allowed for.
    """
    grace: timedelta = settings.REFRESH_GRACE
    since = timezone.now() - session.rotated_at
    return (
        bool(grace)
        and generation == session.generation - 1
        and -CLOCKS_DIFFER_BY <= since <= grace
    )
