"""The cookie itself: found, put and removed."""

import time

import jwt
from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response


def find(request: Request) -> str | None:
    """Return the refresh token that came in the cookie, if one and only one did.

    Django's own reading strips exotic white space from names and lets the last of several
    win, so that a neighbouring host could slip in a cookie of its own past the prefix
    that should prevent it.
    """
    pairs = (
        pair.strip(" \t").partition("=")
        for pair in request.headers.get("Cookie", "").split(";")
    )
    values = [text for name, _, text in pairs if name == settings.REFRESH_COOKIE_NAME]
    return values[0] if len(values) == 1 else None


def put(response: Response, token: str) -> None:
    """Have the browser keep a refresh token as long as it lives."""
    # It was made a moment ago, so there is nothing to verify.
    expiry = jwt.decode(token, options={"verify_signature": False})["exp"]
    _set(response, token, max_age=max(0, expiry - int(time.time())))


def remove(response: Response) -> None:
    _set(response, "", max_age=0)


def _set(response: Response, value: str, *, max_age: int) -> None:
    """Set the cookie, for this host alone, as the prefix of its name demands."""
    response.set_cookie(
        settings.REFRESH_COOKIE_NAME,
        value,
        max_age=max_age,
        path="/",
        secure=settings.REFRESH_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
