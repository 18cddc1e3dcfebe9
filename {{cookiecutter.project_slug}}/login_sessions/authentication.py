"""Who sends a request, as long as their session lives."""

from django.utils import timezone
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from login_sessions.models import Session
from login_sessions.tokens import session_of
from tokens.authentication import AccessTokenAuthentication
from users.models import User


def read_session(access: Token) -> Session:
    """Return the living session of an access token, with its user, in one query.

    Raises InvalidToken, also if the user is not active or may no longer log in.
    """
    try:
        session_id = session_of(access)
    except TokenError as error:
        raise InvalidToken from error
    session = (
        Session.objects.living(timezone.now())
        .filter(pk=session_id, user=access["sub"], user__is_active=True)
        .select_related("user")
        .first()
    )
    if session is None or not api_settings.USER_AUTHENTICATION_RULE(session.user):
        raise InvalidToken
    return session


class SessionAuthentication(AccessTokenAuthentication):
    """Accepts a token as long as its session lives and its user may log in.

    The query is the one that would read the user anyway, so that an ended session is shut
    out at once, on every worker, at no cost.
    """

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        return read_session(validated_token).user
