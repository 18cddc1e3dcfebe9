"""Ending sessions, for whatever reason, and forgetting those that are over."""

from functools import partial
from uuid import UUID

from django.db import router, transaction
from django.http import HttpRequest
from django.utils import timezone

from api import events
from login_sessions.models import EndReason, Session
from login_sessions.retries import retried
from users.models import User


def end_session(
    *,
    session_id: UUID,
    user: UUID | str,
    reason: EndReason,
    request: HttpRequest | None = None,
) -> bool:
    """End a session; tell whether it was this call that did."""
    unended = Session.objects.filter(pk=session_id, ended_at=None)
    ended = retried(lambda: unended.update(ended_at=timezone.now(), end_reason=reason))
    if ended:
        events.record(
            events.ENDED,
            request=request,
            user=user,
            session=session_id,
            reason=reason.value,
        )
    return bool(ended)


def end_sessions(
    *,
    user: User,
    reason: EndReason,
    keep: UUID | None = None,
    request: HttpRequest | None = None,
) -> int:
    """End all sessions of a user but perhaps one; return how many there were.

    Within a transaction, again when it is committed: only then does a login see why it
    should not be, and until then it may have gone unseen itself.
    """
    alias = router.db_for_write(Session)
    if transaction.get_connection(alias).in_atomic_block:
        transaction.on_commit(partial(_end, user, reason, keep, request), using=alias)
    return _end(user, reason, keep, request)


def _end(
    user: User, reason: EndReason, keep: UUID | None, request: HttpRequest | None
) -> int:
    others = Session.objects.living(timezone.now()).filter(user=user)
    if keep is not None:
        others = others.exclude(pk=keep)
    ended = retried(lambda: others.update(ended_at=timezone.now(), end_reason=reason))
    if ended:
        events.record(
            events.ENDED,
            request=request,
            user=user.pk,
            reason=reason.value,
            sessions=ended,
        )
    return ended


def clear_expired_sessions(*, batch: int = 5_000) -> int:
    """Delete what has expired, some at a time so that nothing waits; return how many.

    An ended session stays until it would have expired, for its user and staff to see.
    """
    expired = Session.objects.filter(expires_at__lte=timezone.now())
    total = 0
    while keys := list(expired.values_list("pk", flat=True)[:batch]):
        total += Session.objects.filter(pk__in=keys).delete()[0]
    return total
