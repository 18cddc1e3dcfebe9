"""Refresh tokens are received and returned in a cookie that scripts cannot read.

A script that is injected into a page can steal an access token, which is valid for
minutes, but not the refresh token. However, browsers send the cookie with requests of
other pages, too. SameSite=Strict prevents this for other sites, but not for other hosts of
the same site. Neither does it prevent that a page logs its visitor in as another user.
Therefore a request has to meet all of these conditions (OWASP, Cross-Site Request Forgery
Prevention):

* The body is declared as JSON, and the request has a custom header. A form can send
  neither; a script of another origin has to send a CORS preflight request first.
* The origin, if the request has one, is that of this service or in CORS_ALLOWED_ORIGINS.
* `Sec-Fetch-Site`, if the request has it, agrees with the origin.

A client that is not a browser sends no origin, and no cookies of other users.
docs/clients.md describes the requests.
"""

import time
from typing import Any

import jwt
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_simplejwt.exceptions import InvalidToken

from tokens.generics import TokenView

HEADER = "X-Requested-With"

# Browsers accept a cookie with this prefix only if it is Secure, HttpOnly and set by this
# host for all of its paths.
PREFIX = "__Host-Http-"

# A request without a cookie is answered like one with an invalid token.
NO_TOKEN = "none"


def token_response(data: dict[str, Any]) -> Response:
    """Return a response with tokens: the refresh token in the cookie only."""
    response = Response({name: data[name] for name in data if name != "refresh"})
    if "refresh" in data:
        # The token was made for this response: there is nothing to verify.
        claims = jwt.decode(data["refresh"], options={"verify_signature": False})
        max_age = max(0, claims["exp"] - int(time.time()))
        _set_cookie(response, data["refresh"], max_age=max_age)
    return response


class RefreshTokenView(TokenView):
    """A view that receives or returns a refresh token."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before the throttles: a page of another site must not use up a user's limits.
        if request.method == "POST":
            check_origin(request)
        super().initial(request, *args, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer: Any = self.get_serializer()
        # A login returns a refresh token, and receives none.
        received = (
            request.data
            if serializer.fields["refresh"].read_only
            else {"refresh": read_cookie(request) or NO_TOKEN}
        )
        data = self.validate(received)
        response = token_response(data)
        if not data:
            # After a logout.
            _set_cookie(response, "", max_age=0)
            response["Clear-Site-Data"] = '"cookies", "storage"'
        return response

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, InvalidToken):
            _set_cookie(response, "", max_age=0)
        return response


def check_origin(request: Request) -> None:
    """Raise UnsupportedMediaType or PermissionDenied, before the body is read."""
    media_type = request.content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType(request.content_type)
    if not (request.headers.get(HEADER, "").strip() and _is_trusted(request)):
        raise PermissionDenied(
            _(
                "The request must have %(header)s and come from an origin that is allowed."
            )
            % {"header": HEADER},
            code="csrf_failed",
        )


def _is_trusted(request: Request) -> bool:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin in settings.CORS_ALLOWED_ORIGINS:
        return site in {None, "same-origin", "same-site", "cross-site"}
    own = f"{request.scheme}://{request.get_host()}"
    return origin in {None, own} and site in {None, "same-origin"}


def read_cookie(request: Request) -> str | None:
    """Return the refresh token in the cookie, if there is exactly one such cookie.

    Django strips all white space of Unicode from names, and uses the last of several
    cookies: another host of the site could set one in spite of the prefix.
    """
    pairs = (
        pair.strip(" \t").partition("=")
        for pair in request.headers.get("Cookie", "").split(";")
    )
    values = [text for name, _, text in pairs if name == settings.REFRESH_COOKIE_NAME]
    return values[0] if len(values) == 1 else None


def _set_cookie(response: Response, value: str, *, max_age: int) -> None:
    """Set the cookie for this host alone, as the prefix requires; `max_age=0` removes it."""
    response.set_cookie(
        settings.REFRESH_COOKIE_NAME,
        value,
        max_age=max_age,
        path="/",
        secure=settings.REFRESH_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@register(Tags.security)
def check_refresh_cookie(**kwargs: Any) -> list[Error]:
    """Over plain HTTP, in development, browsers do not accept such a cookie."""
    is_safe = settings.REFRESH_COOKIE_SECURE and (
        settings.REFRESH_COOKIE_NAME.startswith(PREFIX)
    )
    if is_safe or settings.DEBUG:
        return []
    return [
        Error(
            f"REFRESH_COOKIE_SECURE must be true, and REFRESH_COOKIE_NAME start with "
            f"{PREFIX}.",
            hint="Leave both out, except in settings for development.",
            id="tokens.E030",
        )
    ]
