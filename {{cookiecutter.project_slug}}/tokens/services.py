"""What the endpoints do with tokens."""

from collections.abc import Iterable

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.module_loading import import_string
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from tokens.claims import custom_claims
from tokens.tokens import AccessToken, RefreshToken
from users.models import User


def token_pair_for(user: User, request: HttpRequest | None = None) -> dict[str, str]:
    """Begin a login, and return its tokens as `access` and `refresh`.

    The one way to tokens, also for a user who proved their identity elsewhere: after a
    social login, for an impersonation, in a test. `request` says where the login comes
    from. Call it outside of a transaction, so that a new password at the same moment
    is not missed.

    Raises InvalidToken if the user may not log in.
    """
    if not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    serializer = import_string(api_settings.TOKEN_OBTAIN_SERIALIZER)
    pair: dict[str, str] = serializer(context={"request": request}).issue(user)
    return pair


def access_token_for(user: User, groups: Iterable[str] | None = None) -> AccessToken:
    """Make an access token that says of its user what the database says now.

    SimpleJWT copies the claims of the refresh token instead, so that whoever lost a
    right would keep it until the next login.
    """
    token = AccessToken.for_user(user)
    token.payload.update(custom_claims(user, groups))
    return token


def refresh_token_for(user: User) -> Token:
    """Make a refresh token; raises InvalidToken if the user has just been deleted."""
    try:
        return RefreshToken.for_user(user)
    except IntegrityError as error:
        raise InvalidToken from error


def groups_if_unchanged(user: User) -> list[str]:
    """Return the names of a user's groups, if their password is still the one they gave.

    A new password ends what there is of a user; what a login is about to write down would
    be missed. So the login writes first and looks then: one of the two sees the other.

    Raises InvalidToken.
    """
    unchanged = User.objects.filter(
        pk=user.pk, password=user.password, is_active=True
    ).values_list("groups__name", flat=True)
    names = list(unchanged)
    if not names:
        raise InvalidToken
    return [name for name in names if name is not None]


def owner(token: Token) -> User:
    """Return the user a token was made for, who is active and may still log in.

    Raises InvalidToken, in the same words whether the user was deactivated, deleted or
    never existed.
    """
    user = User.objects.filter(pk=token["sub"], is_active=True).first()
    if user is None or not api_settings.USER_AUTHENTICATION_RULE(user):
        raise InvalidToken
    return user
