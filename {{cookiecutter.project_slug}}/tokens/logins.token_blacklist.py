"""A login is a refresh token in SimpleJWT's tables, which can be blacklisted there."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, router, transaction
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)
from rest_framework_simplejwt.tokens import Token

from api import events
from tokens.claims import groups_if_unchanged, proof, proof_in
from tokens.tokens import AccessToken, RefreshToken
from users.models import User


def start(
    user: User,
    request: HttpRequest | None = None,
    *,
    amr: Iterable[str] = ("pwd",),
    lifetime: timedelta | None = None,
) -> dict[str, str]:
    """Return the tokens of a login as `access` and `refresh`.

    Every login starts here, also that of a user who was authenticated in another way:
    after a social login, for an impersonation, in a test. `request` is used to record
    where the login comes from. `amr` names how the user was authenticated (RFC 8176).
    After `lifetime`, the login has ended, however often it is refreshed. Do not call it in
    a transaction, in which it could miss a concurrent change of the password.

    Raises InvalidToken if the user may not log in.
    """
    if not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    now = timezone.now()
    proven = proof(now, amr, now + lifetime if lifetime else None)
    refresh = new_refresh_token(user, proven)
    try:
        # After the row is written: a concurrent change of the password revokes the
        # token, or is detected here.
        access = str(AccessToken.for_user(user, proven, groups_if_unchanged(user)))
    except Exception:
        withdraw(refresh)
        raise
    events.record(events.LOGIN_SUCCEEDED, request=request, user=user)
    return {"access": access, "refresh": str(refresh)}


def authenticate(token: Token) -> User:
    """Return the user of a token of either type.

    Raises InvalidToken if the user does not exist, or may not log in.
    """
    user = User.objects.filter(pk=token["sub"], is_active=True).first()
    if user is None or not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    return user


def step_up(access: AccessToken, user: User, amr: Iterable[str]) -> str:
    """Return an access token of the same login, with a new proof of the user.

    A refresh returns to the proof of the login. Raises InvalidToken if the user has
    changed.
    """
    methods = [*access.get("amr", []), *amr]
    proven = proof_in(access.payload) | proof(timezone.now(), methods)
    return str(AccessToken.for_user(user, proven, groups_if_unchanged(user)))


def check(token: Token) -> None:
    """Raise InvalidToken if a token of either type is not accepted."""
    authenticate(token)


def revoke(token: str, request: HttpRequest) -> None:
    """Blacklist a refresh token.

    Raises TokenError if it is not one of this service, or is blacklisted already.
    """
    refresh = RefreshToken(token)  # type: ignore[arg-type]
    if not blacklist(outstanding(refresh)):
        raise TokenError("Token is blacklisted")
    events.record(events.REVOKED, request=request, user=refresh["sub"])


def revoke_all(user: User, reason: str) -> None:
    """Blacklist all refresh tokens of a user.

    In a transaction, blacklist them again when it is committed: a login before the
    commit does not see the change.
    """
    alias = router.db_for_write(User)
    if transaction.get_connection(alias).in_atomic_block:
        revoked = _blacklist_valid(user)
        transaction.on_commit(partial(_blacklist_all, user), using=alias)
    else:
        revoked = _blacklist_all(user)
    if revoked:
        events.record(events.REVOKED, user=user.pk, reason=reason)


def new_refresh_token(user: User, proven: dict[str, Any]) -> RefreshToken:
    """Issue a refresh token; raises InvalidToken if the user has been deleted."""
    try:
        token: RefreshToken = RefreshToken.for_user(user, proven)
    except IntegrityError as error:
        raise InvalidToken from error
    if "max_exp" in proven:
        # SimpleJWT has stored it with the usual expiry, and could accept it until then.
        end = datetime.fromtimestamp(token["exp"], timezone.get_current_timezone())
        row = OutstandingToken.objects.filter(jti=token["jti"])
        row.update(token=str(token), expires_at=end)
    return token


def withdraw(refresh: RefreshToken) -> None:
    """Blacklist a refresh token that is not sent to the client.

    Its row is not deleted: a change of the password may be inserting a row that refers
    to it.
    """
    with suppress(TokenError):
        blacklist(outstanding(refresh))


def outstanding(refresh: RefreshToken) -> OutstandingToken:
    """Return the row of a refresh token.

    Raises TokenError if there is none: a token with a valid signature was not issued, or
    its row was deleted to revoke it.
    """
    row = OutstandingToken.objects.filter(jti=refresh["jti"]).first()
    if row is None:
        raise TokenError("Token is invalid")
    return row


def blacklist(token: OutstandingToken) -> bool:
    """Blacklist a refresh token; return False if it was blacklisted before.

    The row is unique, so exactly one of several concurrent requests inserts it. SimpleJWT
    does not check which one, and would return new tokens to all of them.
    """
    return BlacklistedToken.objects.get_or_create(token=token)[1]


def _blacklist_all(user: User) -> bool:
    """Blacklist the refresh tokens of a user until there is none left.

    A refresh inserts the new token before it blacklists the old one. If a query misses
    the new token, it finds the old one, and the next query finds the new one.
    """
    revoked = False
    while _blacklist_valid(user):
        revoked = True
    return revoked


def _blacklist_valid(user: User) -> bool:
    """Blacklist the refresh tokens that are valid now; return whether there was any."""
    valid = OutstandingToken.objects.filter(
        user=user, expires_at__gt=timezone.now(), blacklistedtoken=None
    )
    tokens = [BlacklistedToken(token=token) for token in valid]
    BlacklistedToken.objects.bulk_create(tokens, ignore_conflicts=True)
    return bool(tokens)
