"""The two tokens. Only the access token speaks of its user."""

from typing import ClassVar, NoReturn
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.backends import TokenBackend as SimpleTokenBackend

from tokens.backend import TokenBackend

ADVICE = (
    "Make tokens with tokens.services.token_pair_for(user), and leave reading them to "
    'tokens/authentication.py: see docs/tokens.md, "Coming from SimpleJWT".'
)


class NoBackend:
    """Stands in for the backend of SimpleJWT's own token classes.

    These know neither the keys nor the sessions of this service: the tokens would be
    refused by it, and its own would be accepted after their end.
    """

    def refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise ImproperlyConfigured(f"This is a token class of SimpleJWT. {ADVICE}")

    encode = decode = get_leeway = refuse


class StrictToken(simplejwt.Token):
    """A token of one kind, read and written by our backend."""

    header_type: ClassVar[str]

    def get_token_backend(self) -> "SimpleTokenBackend":
        return TokenBackend(self.header_type)  # type: ignore[return-value]

    def set_jti(self) -> None:
        self.payload["jti"] = str(uuid4())

    def __str__(self) -> str:
        if missing := {*settings.REQUIRED_CLAIMS} - {*self.payload, "iss", "aud"}:
            raise ImproperlyConfigured(f"The token has no {min(missing)!r}. {ADVICE}")
        return super().__str__()


class AccessToken(StrictToken, simplejwt.AccessToken):
    header_type = "at+jwt"  # RFC 9068, 2.1


class RefreshToken(StrictToken, simplejwt.RefreshToken):  # type: ignore[misc]
    header_type = "rt+jwt"

    @property
    def access_token(self) -> NoReturn:
        """SimpleJWT copies the claims of the refresh token, which has none here."""
        raise ImproperlyConfigured(f"Access tokens are not copies. {ADVICE}")
