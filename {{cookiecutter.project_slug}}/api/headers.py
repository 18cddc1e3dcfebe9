"""What every answer tells the browser, refusals and redirects too.

HSTS is Django's: `SECURE_HSTS_SECONDS`.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = "Content-Security-Policy"

# Unless a view says otherwise.
FOR_ALL = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FOR_DATA = {
    **FOR_ALL,
    CSP: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
# The admin, the documentation, and in development more: they run files of ours only.
FOR_PAGES = {
    **FOR_ALL,
    CSP: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
}


class HeadersMiddleware:
    """Comes before all middleware that answers by itself, and so sees those answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = response.get("Content-Type", "").startswith("text/html")
        for name, value in (FOR_PAGES if page else FOR_DATA).items():
            response.headers.setdefault(name, value)
        # Django lets a form in by the address of its page, which browsers must not hide.
        response["Referrer-Policy"] = "same-origin" if page else "no-referrer"
        if page and settings.DEBUG and _brings_its_own_styles(response):
            del response[CSP]
        return response


def _brings_its_own_styles(response: HttpResponse) -> bool:
    """Tell Django's pages about errors, and the pages in which the API can be tried."""
    renderer = getattr(response, "accepted_renderer", None)
    return response.status_code >= 400 or getattr(renderer, "format", "") == "api"
