"""Who sends a request: the owner of the API token in its Authorization header."""

from typing import Any

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings


class ApiTokenAuthentication(TokenAuthentication):
    """Refuses every token in the words that an access token is refused with.

    DRF's own tell whether an account is deactivated.
    """

    def authenticate(self, request: Request) -> Any:
        try:
            return super().authenticate(request)
        except AuthenticationFailed as error:
            raise InvalidToken from error

    def authenticate_credentials(self, key: str) -> Any:
        # A database may fail on what it cannot hold, such as NUL.
        if not key.isalnum():
            raise InvalidToken
        user, token = super().authenticate_credentials(key)
        if not api_settings.USER_AUTHENTICATION_RULE(user):
            raise InvalidToken
        return user, token
