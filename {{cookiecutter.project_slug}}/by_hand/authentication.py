"""Authenticates a request by the token in its Authorization header."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from by_hand.tokens import InvalidToken, decode
from users.models import User

CHALLENGE = 'Bearer realm="by-hand"'  # Without it, DRF answers 403 instead of 401.


class ByHandAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, bytes] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise InvalidToken
        # The user may have been deactivated or deleted since the login.
        user = User.objects.filter(pk=decode(words[1]), is_active=True).first()
        if user is None:
            raise InvalidToken
        return user, words[1]

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE
