"""Authentication with an access token in the Authorization header (RFC 6750)."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.tokens import Token

from tokens import logins
from tokens.tokens import AccessToken
from users.models import User

REALM = 'Bearer realm="api"'


class AccessTokenAuthentication(JWTAuthentication):
    """All refusals have the same body.

    It does not reveal whether an account was deactivated, was deleted or never existed.
    """

    # For a user who is authenticated, but not authorized (RFC 6750, 3.1).
    forbidden_header: ClassVar[str] = f'{REALM}, error="insufficient_scope"'

    def get_raw_token(self, header: bytes) -> bytes | None:
        """Return the token; the scheme is case-insensitive (RFC 9110, 11.1)."""
        scheme, *rest = header.split(b" ")
        if scheme.lower() != b"bearer":
            return None
        if not _is_one_word(rest):
            raise InvalidToken
        return rest[0]

    def get_validated_token(self, raw_token: bytes) -> Token:
        try:
            return AccessToken(raw_token)  # type: ignore[arg-type]
        except TokenError as error:
            raise InvalidToken from error

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        return logins.authenticate(validated_token)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge, with an error if there was a token (RFC 6750, 3.1)."""
        scheme, *rest = (self.get_header(request) or b"").split(b" ")
        if scheme.lower() != b"bearer":
            return REALM
        error = "invalid_token" if _is_one_word(rest) else "invalid_request"
        return f'{REALM}, error="{error}"'


def _is_one_word(credentials: list[bytes]) -> bool:
    return len(credentials) == 1 and credentials[0] != b""
