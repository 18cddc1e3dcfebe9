"""Refreshing, where a refresh token stays the same as long as its session lives."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError

from api import events
from login_sessions.models import Session
from login_sessions.retries import retried
from login_sessions.services import living_session, record
from login_sessions.tokens import access_token_of, generation_of
from tokens.serializers import TokenRefreshSerializer
from tokens.tokens import RefreshToken


class SessionTokenRefreshSerializer(TokenRefreshSerializer):
    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        session = use(
            refresh=RefreshToken(attrs["refresh"]), request=self.context["request"]
        )
        return {"access": str(access_token_of(session))}


def use(*, refresh: RefreshToken, request: HttpRequest) -> Session:
    """Return the session of a refresh token; raises TokenError."""
    session = living_session(refresh)
    if session.generation != generation_of(refresh):
        raise TokenError("Token is of another generation")
    own = Session.objects.filter(pk=session.pk)
    retried(lambda: own.update(last_used_at=timezone.now()))
    record(events.REFRESHED, session, request)
    return session
