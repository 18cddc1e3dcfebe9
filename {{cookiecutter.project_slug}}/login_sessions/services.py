"""Starting sessions, and finding those that live.

With what refreshes them and `ending`, the only writers of their rows.
"""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings

from api import events
from api.addresses import client_address
from login_sessions.models import Session
from login_sessions.tokens import session_of
from tokens import services
from tokens.tokens import RefreshToken
from users.models import User

LONGEST_USER_AGENT = 200


def start_session(*, user: User, request: HttpRequest | None) -> Session:
    """Begin a login.

    Raises InvalidToken if the user got a new password, was deactivated or deleted in
    this very moment: that ended the sessions there were, perhaps without this one.
    """
    now = timezone.now()
    user_agent = request.headers.get("User-Agent", "") if request else ""
    session = Session(
        user=user,
        user_agent="".join(filter(str.isprintable, user_agent))[:LONGEST_USER_AGENT],
        ip_address=(request and client_address(request)) or None,
        created_at=now,
        rotated_at=now,
        last_used_at=now,
        expires_at=now + min(api_settings.REFRESH_TOKEN_LIFETIME, max_age()),
    )
    try:
        session.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidToken from error
    try:
        session.group_names = services.groups_if_unchanged(user)
    except InvalidToken:
        session.delete()
        raise
    return session


def living_session(refresh: RefreshToken) -> Session:
    """Return the session of a refresh token, with its user, in one query.

    Raises TokenError if it has ended or expired, if its user is no longer there or
    may no longer log in, or if there never was such a session: a signature alone is
    not enough.
    """
    rows = list(
        Session.objects.living(timezone.now())
        .filter(pk=session_of(refresh), user=refresh["sub"], user__is_active=True)
        .select_related("user")
        # One row for each group, or one without: saves asking for the groups.
        .annotate(group_name=F("user__groups__name"))
    )
    if not rows or not api_settings.USER_AUTHENTICATION_RULE(rows[0].user):
        raise TokenError("Session is not alive")
    session = rows[0]
    session.group_names = [row.group_name for row in rows if row.group_name]
    return session


def max_age() -> timedelta:
    """Return how long a session may last: no less than its first refresh token."""
    shortest: timedelta = api_settings.REFRESH_TOKEN_LIFETIME
    return max(settings.SESSION_MAX_AGE, shortest)


def record(event: str, session: Session, request: HttpRequest | None) -> None:
    """Write down what happens to a session."""
    events.record(event, request=request, user=session.user_id, session=session.pk)
