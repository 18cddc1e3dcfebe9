"""Starting, rotating and using sessions. With `ending`, the only writers of their rows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings

from api import events
from api.addresses import client_address
from login_sessions.ending import end_session
from login_sessions.models import EndReason, Session
from login_sessions.retries import retried
from login_sessions.tokens import generation_of, session_of, token_pair_of
from tokens import services
from tokens.tokens import RefreshToken
from users.models import User

LONGEST_USER_AGENT = 200


def start_session(*, user: User, request: HttpRequest) -> Session:
    """Begin a login.

    Raises InvalidToken if the user got a new password or was deactivated in this very
    moment: that ended the sessions there were, perhaps without this one.
    """
    now = timezone.now()
    user_agent = request.headers.get("User-Agent", "")
    session = Session.objects.create(
        user=user,
        user_agent="".join(filter(str.isprintable, user_agent))[:LONGEST_USER_AGENT],
        ip_address=client_address(request) or None,
        created_at=now,
        rotated_at=now,
        last_used_at=now,
        expires_at=now + min(api_settings.REFRESH_TOKEN_LIFETIME, _max_age()),
    )
    try:
        session.group_names = services.groups_if_unchanged(user)
    except InvalidToken:
        session.delete()
        raise
    _record(events.LOGIN_SUCCEEDED, session, request)
    return session


def living_session(refresh: RefreshToken) -> Session:
    """Return the session of a refresh token, with its user, in one query.

    Raises TokenError if it has ended or expired, if its user is no longer there or
    active, or if there never was such a session: a signature alone is not enough.
    """
    rows = list(
        Session.objects.living(timezone.now())
        .filter(pk=session_of(refresh), user=refresh["sub"], user__is_active=True)
        .select_related("user")
        # One row for each group, or one without: saves asking for the groups.
        .annotate(group_name=F("user__groups__name"))
    )
    if not rows:
        raise TokenError("Session is not alive")
    session = rows[0]
    session.group_names = [row.group_name for row in rows if row.group_name]
    return session


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
        # Before the row is moved: what fails on the way has used nothing up.
        pair = token_pair_of(session)
        if _move_on(session, changes):
            _record(events.REFRESHED, session, request)
            return pair
        session = living_session(refresh)  # as the faster request left it
    if _is_forgiven(session, generation):
        return token_pair_of(session)
    if end_session(session_id=session.pk, reason=EndReason.REUSE, request=request):
        _record(events.REUSED, session, request)
    raise TokenError("Token was used before")


def use(*, refresh: RefreshToken, request: HttpRequest) -> Session:
    """Return the session of a refresh token that is not rotated; raises TokenError."""
    session = living_session(refresh)
    if session.generation != generation_of(refresh):
        raise TokenError("Token is of another generation")
    own = Session.objects.filter(pk=session.pk)
    retried(lambda: own.update(last_used_at=timezone.now()))
    _record(events.REFRESHED, session, request)
    return session


def _next_generation(session: Session) -> dict[str, Any]:
    """Take a session to its next generation in memory, and return what that changes."""
    now = timezone.now()
    changes = {
        "generation": session.generation + 1,
        "rotated_at": now,
        "last_used_at": now,
        "expires_at": min(
            now + api_settings.REFRESH_TOKEN_LIFETIME, session.created_at + _max_age()
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
    """Tell whether a spent token may be answered with the present one."""
    grace: timedelta = settings.REFRESH_GRACE
    # No grace is no grace: clocks that differ could make the time since negative.
    return (
        bool(grace)
        and generation == session.generation - 1
        and timezone.now() - session.rotated_at <= grace
    )


def _max_age() -> timedelta:
    """Return how long a session may last: no less than its first refresh token."""
    shortest: timedelta = api_settings.REFRESH_TOKEN_LIFETIME
    return max(settings.SESSION_MAX_AGE, shortest)


def _record(event: str, session: Session, request: HttpRequest) -> None:
    events.record(event, request=request, user=session.user_id, session=session.pk)
