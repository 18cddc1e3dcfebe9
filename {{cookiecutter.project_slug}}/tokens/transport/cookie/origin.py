"""Whose page sends a request: browsers attach the cookie to anybody's.

SameSite=Strict keeps it from other sites, not from other hosts of the same site, and does
nothing about logging a visitor in as somebody else. So all of these must hold (OWASP,
Cross-Site Request Forgery Prevention):

* The body is declared as JSON, and a header of our own is there. A form can do neither,
  and a script on another origin has to ask first (a CORS preflight).
* The origin, where it is told, is this service's own or one on the list.
* The browser, where it says so, calls the request one of the same origin.

A client that is no browser tells no origin, and has nobody's cookies but its own.
"""

from django.conf import settings
from rest_framework.exceptions import PermissionDenied, UnsupportedMediaType
from rest_framework.request import Request

HEADER = "X-Requested-With"


def check(request: Request) -> None:
    """Raise UnsupportedMediaType or PermissionDenied, before anything was read."""
    media_type = request.content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType(request.content_type)
    if not (request.headers.get(HEADER, "").strip() and _is_trusted(request)):
        raise PermissionDenied(
            f"The request must carry {HEADER} and come from an origin that is allowed.",
            code="csrf_failed",
        )


def _is_trusted(request: Request) -> bool:
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin in settings.CORS_ALLOWED_ORIGINS:
        return site in {None, "same-origin", "same-site", "cross-site"}
    own = f"{request.scheme}://{request.get_host()}"
    return origin in {None, own} and site in {None, "same-origin"}
