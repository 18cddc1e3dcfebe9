"""Who sends a request: the owner of the access token in its Authorization header."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework_simplejwt import authentication as simplejwt
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from tokens import services
from tokens.tokens import AccessToken
from users.models import User

REALM = 'Bearer realm="api"'


class AccessTokenAuthentication(simplejwt.JWTAuthentication):
    """Believes a token as long as its user is there and active.

    Every refusal has the same body, so that nobody learns from it whether an account is
    deactivated, deleted or was never there.
    """

    # Who was let in, and may not do this (RFC 6750, 3.1).
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
        return services.owner(validated_token)

    def authenticate_header(self, request: Request) -> str:
        """Name the error only to those who sent a token (RFC 6750, 3.1)."""
        scheme, *rest = (self.get_header(request) or b"").split(b" ")
        if scheme.lower() != b"bearer":
            return REALM
        error = "invalid_token" if _is_one_word(rest) else "invalid_request"
        return f'{REALM}, error="{error}"'


def _is_one_word(credentials: list[bytes]) -> bool:
    return len(credentials) == 1 and credentials[0] != b""


class StatelessAuthentication(AccessTokenAuthentication):
    """Believes a token until it expires, without a look into the database.

    For services that only verify: name it in DEFAULT_AUTHENTICATION_CLASSES. Logging
    out or deactivating a user has no effect on what it lets through.
    """

    def get_user(self, validated_token: Token) -> Any:
        return api_settings.TOKEN_USER_CLASS(validated_token)
