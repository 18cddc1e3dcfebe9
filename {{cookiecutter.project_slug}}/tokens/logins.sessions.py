"""A login is a session: a row from which its tokens are made.

Sessions are started and ended in this module only, and refreshed in refreshing.py.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, router, transaction
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from api import events
from api.addresses import client_address, user_agent
from tokens.claims import groups_if_unchanged, proof
from tokens.models import EndReason, Session
from tokens.statements import (
    END,
    FIND_SESSION,
    FIND_USER,
    columns,
    parameters_of,
    repeat_after_conflicts,
)
from tokens.tokens import AccessToken, RefreshToken
from users.models import User


def start(
    user: User,
    request: HttpRequest | None = None,
    *,
    amr: Iterable[str] = ("pwd",),
    lifetime: timedelta | None = None,
) -> dict[str, str]:
    """Start a session, and return its tokens as `access` and `refresh`.

    Every login starts here, also that of a user who was authenticated in another way:
    after a social login, for an impersonation, in a test. `request` is used to record
    where the login comes from. `amr` names how the user was authenticated (RFC 8176).
    After `lifetime`, the session has ended, however often it is refreshed. Do not call it
    in a transaction, in which it could miss a concurrent change of the password.

    Raises InvalidToken if the user may not log in.
    """
    if not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    now = timezone.now()
    longest = api_settings.REFRESH_TOKEN_LIFETIME
    session = Session(
        user=user,
        user_agent=user_agent(request) if request else "",
        ip_address=(request and client_address(request)) or None,
        amr=" ".join(amr),
        authenticated_at=now,
        created_at=now,
        rotated_at=now,
        last_used_at=now,
        expires_at=now + min(longest, lifetime or longest),
        ends_at=now + lifetime if lifetime else None,
    )
    try:
        session.save(force_insert=True)
    except IntegrityError as error:
        # The user has been deleted.
        raise InvalidToken from error
    try:
        # After the row is written: a concurrent change of the password ends the session,
        # or is detected here.
        session.group_names = groups_if_unchanged(user)
        tokens = tokens_of(session)
    except Exception:
        session.delete()
        raise
    events.record(
        events.LOGIN_SUCCEEDED, request=request, user=user, session=session.pk
    )
    return tokens


def authenticate(access: Token) -> User:
    """Return the user of an access token; session and user are read in one query.

    Raises InvalidToken if the session is not active, or its user may not log in.
    """
    using = router.db_for_write(Session)
    rows = FIND_USER.rows(using, **parameters_of(access))
    user = User.from_db(using, columns(User), rows[0]) if rows else None
    if user is None or not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    return user


def step_up(access: AccessToken, user: User, amr: Iterable[str]) -> str:
    """Record a new proof of the user in the session, and return an access token with it.

    Raises InvalidToken if the session is not active, or the user has changed.
    """
    now = timezone.now()
    active = Session.objects.active(now).filter(pk=UUID(access["sid"]), user=user)
    names = " ".join(dict.fromkeys([*access.get("amr", []), *amr]))
    if not active.update(amr=names, authenticated_at=now):
        raise InvalidToken
    groups = groups_if_unchanged(user)
    session = Session.objects.get(pk=UUID(access["sid"]))
    session.user, session.group_names = user, groups
    return access_token_of(session)


def check(token: Token) -> None:
    """Raise TokenError or InvalidToken if a token of either type is not accepted."""
    if isinstance(token, RefreshToken):
        if get_active_session(token).generation != generation_of(token):
            raise TokenError("Token is of another generation")
    else:
        authenticate(token)


def revoke(token: str, request: HttpRequest) -> None:
    """End the session of a refresh token, also of one that was already used.

    Raises TokenError if it is not a refresh token of this service.
    """
    refresh = RefreshToken(token)  # type: ignore[arg-type]
    end_session(
        session_id=UUID(refresh["sid"]),
        user=refresh["sub"],
        reason=EndReason.LOGOUT,
        request=request,
    )


def revoke_all(
    user: User,
    reason: str,
    *,
    keep: UUID | None = None,
    request: HttpRequest | None = None,
) -> int:
    """End the active sessions of a user, except `keep`; return how many there were.

    In a transaction, end them again when it is committed: a login before the commit
    does not see the change, and this query may not see that login.
    """
    alias = router.db_for_write(Session)
    if transaction.get_connection(alias).in_atomic_block:
        transaction.on_commit(
            partial(_end_sessions, user, reason, keep, request), using=alias
        )
    return _end_sessions(user, reason, keep, request)


def _end_sessions(
    user: User, reason: str, keep: UUID | None, request: HttpRequest | None
) -> int:
    sessions = Session.objects.active(timezone.now()).filter(user=user)
    if keep is not None:
        sessions = sessions.exclude(pk=keep)
    changes = {"ended_at": timezone.now(), "end_reason": reason}
    ended = repeat_after_conflicts(sessions.db, partial(sessions.update, **changes))
    if ended:
        _record_end(request, user.pk, reason, sessions=ended)
    return ended


def end_session(
    *,
    session_id: UUID,
    user: UUID | str,
    reason: str,
    request: HttpRequest | None = None,
) -> bool:
    """End a session; return False if it had ended before."""
    ended = END.update(
        router.db_for_write(Session),
        session_id=session_id,
        now=timezone.now(),
        reason=str(reason),
    )
    if ended:
        _record_end(request, user, reason, session=session_id)
    return bool(ended)


def _record_end(request: Any, user: Any, reason: str, **fields: Any) -> None:
    reason = str(reason)
    events.record(events.ENDED, request=request, user=user, reason=reason, **fields)


def get_active_session(refresh: RefreshToken) -> Session:
    """Return the session of a refresh token, with its user and group names, in one query.

    Raises TokenError if there is none, or its user may not log in.
    """
    using = router.db_for_write(Session)
    rows = FIND_SESSION.rows(using, **parameters_of(refresh))
    if not rows:
        raise TokenError("Session is not active")
    *values, _ = rows[0]
    end = len(columns(Session))
    session = Session.from_db(using, columns(Session), values[:end])
    session.user = User.from_db(using, columns(User), values[end:])
    session.group_names = [name for *_, name in rows if name]
    if not api_settings.USER_AUTHENTICATION_RULE(session.user):
        raise TokenError("Session is not active")
    return session


def tokens_of(session: Session) -> dict[str, str]:
    """Make the tokens of a session's generation.

    The claims of the refresh token come from the row alone. For a client that did not get
    the response, the same token is made again: none is stored, and no second one is valid.
    """
    refresh = RefreshToken()
    refresh["sub"] = str(session.user_id)
    refresh["jti"] = str(uuid5(session.pk, str(session.generation)))
    refresh["sid"] = str(session.pk)
    refresh["gen"] = session.generation
    refresh.set_iat(at_time=session.rotated_at)
    refresh.set_exp(from_time=session.expires_at, lifetime=timedelta(0))
    return {"access": access_token_of(session), "refresh": str(refresh)}


def access_token_of(session: Session) -> str:
    proven = proof(session.authenticated_at, session.amr.split(), session.ends_at)
    token = AccessToken.for_user(session.user, proven, session.group_names)
    token["sid"] = str(session.pk)
    return str(token)


def generation_of(refresh: RefreshToken) -> int:
    """Return the generation of a refresh token; raises TokenError."""
    generation = refresh.get("gen")
    if type(generation) is not int or generation < 0:
        raise TokenError("Token has no generation")
    return generation
