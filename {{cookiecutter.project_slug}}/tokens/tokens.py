"""The two tokens. Only the access token speaks of its user."""

from typing import ClassVar
from uuid import uuid4

from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.backends import TokenBackend as SimpleTokenBackend

from tokens.backend import TokenBackend


class StrictToken(simplejwt.Token):
    """A token of one kind, read and written by our backend."""

    header_type: ClassVar[str]

    def get_token_backend(self) -> "SimpleTokenBackend":
        return TokenBackend(self.header_type)  # type: ignore[return-value]

    def set_jti(self) -> None:
        self.payload["jti"] = str(uuid4())


class AccessToken(StrictToken, simplejwt.AccessToken):
    header_type = "at+jwt"  # RFC 9068, 2.1


class RefreshToken(StrictToken, simplejwt.RefreshToken):  # type: ignore[misc]
    header_type = "rt+jwt"
    access_token_class = AccessToken
