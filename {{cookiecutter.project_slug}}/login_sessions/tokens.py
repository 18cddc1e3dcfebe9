"""The tokens of a session, made from its row alone."""

from datetime import timedelta
from uuid import UUID, uuid5

from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import Token

from login_sessions.models import Session
from tokens import services
from tokens.tokens import AccessToken, RefreshToken

SESSION = "sid"
GENERATION = "gen"


def access_token_of(session: Session) -> AccessToken:
    token = services.access_token_for(session.user, session.group_names)
    token[SESSION] = str(session.pk)
    return token


def refresh_token_of(session: Session) -> RefreshToken:
    """Return the refresh token of the session's generation, with the same claims each time.

    So it can be given out again to a client that lost the answer, without a second one
    coming to life and without the text being stored.
    """
    token = RefreshToken()
    token["sub"] = str(session.user_id)
    token["jti"] = str(uuid5(session.pk, str(session.generation)))
    token[SESSION] = str(session.pk)
    token[GENERATION] = session.generation
    token.set_iat(at_time=session.rotated_at)
    token.set_exp(from_time=session.expires_at, lifetime=timedelta(0))
    return token


def token_pair_of(session: Session) -> dict[str, str]:
    return {
        "access": str(access_token_of(session)),
        "refresh": str(refresh_token_of(session)),
    }


def session_of(token: Token) -> UUID:
    """Return the session a token names.

    Raises TokenError for a token without one, such as an old one from before there were
    sessions.
    """
    try:
        return UUID(token[SESSION])
    except KeyError as error:
        raise TokenError("Token has no session") from error


def asking_session(request: Request) -> UUID | None:
    """Return the session a request comes from; None if it brought no access token."""
    token = request.auth
    return session_of(token) if isinstance(token, AccessToken) else None


def generation_of(refresh: RefreshToken) -> int:
    """Return the generation a refresh token belongs to; raises TokenError."""
    generation = refresh.get(GENERATION)
    if type(generation) is not int or generation < 0:
        raise TokenError("Token has no generation")
    return generation
