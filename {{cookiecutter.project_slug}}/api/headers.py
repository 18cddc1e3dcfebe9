"""What every answer tells the browser, refusals and redirects too.

A view may set each of these headers itself, and its value is kept. Django's
SecurityMiddleware and XFrameOptionsMiddleware add the rest.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = "Content-Security-Policy"
CORP = "Cross-Origin-Resource-Policy"

FOR_ALL = {
    "Cache-Control": "no-store",
    CORP: "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FOR_DATA = {
    **FOR_ALL,
    CSP: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
# The admin, the documentation, and pages that are added: they run files of this service
# only. What is added here holds for every page.
FOR_PAGES = {
    **FOR_ALL,
    CSP: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    # Django checks the address of a form's page, which browsers must not hide.
    "Referrer-Policy": "same-origin",
}
# Browsers ask for these without an Origin header, so they are for all pages or for none.
EMBEDDED = ("image/", "audio/", "video/", "font/")


class HeadersMiddleware:
    """Comes before all middleware that answers by itself, and so sees those answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        page = kind.startswith("text/html")
        if page and settings.DEBUG and _brings_its_own_styles(response):
            response.headers.setdefault(CSP, "frame-ancestors 'none'")
        if kind.startswith(EMBEDDED) and settings.CORS_ALLOWED_ORIGINS:
            response.headers.setdefault(CORP, "cross-origin")
        for name, value in (FOR_PAGES if page else FOR_DATA).items():
            response.headers.setdefault(name, value)
        return response


def _brings_its_own_styles(response: HttpResponse) -> bool:
    """Tell Django's pages about errors, and the pages in which the API can be tried."""
    renderer = getattr(response, "accepted_renderer", None)
    return response.status_code >= 400 or getattr(renderer, "format", "") == "api"
