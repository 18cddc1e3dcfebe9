"""The messages of the token endpoints where logins are sessions, and of a session."""

from contextlib import suppress
from typing import Any

from rest_framework import serializers
from rest_framework_simplejwt import serializers as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.tokens import Token

from api import events
from login_sessions import ending, services
from login_sessions.authentication import read_session
from login_sessions.models import EndReason, Session
from login_sessions.tokens import (
    asking_session,
    generation_of,
    session_of,
    token_pair_of,
)
from tokens import serializers as tokens
from tokens.tokens import RefreshToken
from users.models import User


class SessionTokenObtainPairSerializer(tokens.TokenObtainPairSerializer):
    def issue(self, user: User) -> dict[str, str]:
        request = self.context["request"]
        session = services.start_session(user=user, request=request)
        try:
            pair = token_pair_of(session)
        except Exception:
            session.delete()
            raise
        services.record(events.LOGIN_SUCCEEDED, session, request)
        return pair


class SessionTokenVerifySerializer(tokens.TokenVerifySerializer):
    def check(self, token: Token) -> None:
        if isinstance(token, RefreshToken):
            session = services.living_session(token)
            if session.generation != generation_of(token):
                raise InvalidToken
        else:
            read_session(token)


class SessionTokenBlacklistSerializer(simplejwt.TokenBlacklistSerializer):
    """Answers the same for a token that is dead already or never was one.

    So nobody learns anything by asking, and logging out twice is no error
    (RFC 7009, 2.2). Any refresh token of the session ends it, a spent one too.
    """

    refresh = tokens.TokenField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        with suppress(TokenError):
            refresh = RefreshToken(attrs["refresh"])
            ending.end_session(
                session_id=session_of(refresh),
                user=refresh["sub"],
                reason=EndReason.LOGOUT,
                request=self.context["request"],
            )
        return {}


class SessionSerializer(serializers.ModelSerializer):
    current = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = [
            "id",
            "user_agent",
            "ip_address",
            "created_at",
            "last_used_at",
            "expires_at",
            "current",
        ]
        read_only_fields = fields

    def get_current(self, session: Session) -> bool:
        """Whether it is the session that asks."""
        return session.pk == asking_session(self.context["request"])
