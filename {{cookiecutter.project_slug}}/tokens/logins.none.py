"""A login is a pair of tokens, which are valid until they expire."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings
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
    After `lifetime`, the login has ended, however often it is refreshed.

    Raises InvalidToken if the user may not log in.
    """
    if not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    now = timezone.now()
    proven = proof(now, amr, now + lifetime if lifetime else None)
    tokens = {
        "access": str(AccessToken.for_user(user, proven, groups_if_unchanged(user))),
        "refresh": str(RefreshToken.for_user(user, proven)),
    }
    events.record(events.LOGIN_SUCCEEDED, request=request, user=user)
    return tokens


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
