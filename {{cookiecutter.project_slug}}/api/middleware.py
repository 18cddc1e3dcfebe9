"""The middleware: request IDs, headers, problems, health checks, HTTPS, bodies."""

import logging
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.middleware import common
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    PermissionDenied,
)
from structlog.contextvars import bind_contextvars, clear_contextvars

from api import errors, views

GetResponse = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

# The request ID of a proxy is kept if it has this form.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIdMiddleware:
    """Assigns a request ID, and adds it to the log lines and the response."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request.headers.get("X-Request-ID", "")
        if not REQUEST_ID.fullmatch(request_id):
            request_id = uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class LanguageMiddleware:
    """Activates the language that a request accepts, or else LANGUAGE_CODE.

    Django's LocaleMiddleware takes three times as long, as it reads languages in paths, too,
    and comes after the middleware that refuses requests.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = settings.LANGUAGE_CODE
        # Of the cookies, Django reads LANGUAGE_COOKIE_NAME.
        if not request.META.keys().isdisjoint({"HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE"}):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.get_response(request)
        # A file is the same in each language.
        if not response.streaming:
            patch_vary_headers(response, ["Accept-Language"])
            response.headers.setdefault("Content-Language", language)
        return response


@receiver(request_finished)
def forget_request_id(**kwargs: Any) -> None:
    """Not in the middleware: Django logs an error response after all middleware."""
    clear_contextvars()


CSP = "Content-Security-Policy"
CORP = "Cross-Origin-Resource-Policy"

HEADERS = {
    "Cache-Control": "no-store",
    CORP: "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DATA_HEADERS = {
    **HEADERS,
    CSP: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
# For the admin, the documentation and your own pages: only scripts of this service run.
PAGE_HEADERS = {
    **HEADERS,
    CSP: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    # Django checks the Referer of a form, so browsers have to send it.
    "Referrer-Policy": "same-origin",
}
# Browsers request these without an Origin header: all origins may embed them, or none.
EMBEDDED = ("image/", "audio/", "video/", "font/")


class HeadersMiddleware:
    """Adds the headers for browsers that Django's own middleware does not add.

    A view may set each of them itself. This middleware comes before those that return
    responses of their own, so that these have the headers, too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Content-Type", "")
        is_page = kind.startswith("text/html")
        if is_page and settings.DEBUG and _has_inline_styles(response):
            response.headers.setdefault(CSP, "frame-ancestors 'none'")
        if kind.startswith(EMBEDDED) and settings.CORS_ALLOWED_ORIGINS:
            response.headers.setdefault(CORP, "cross-origin")
        for name, value in (PAGE_HEADERS if is_page else DATA_HEADERS).items():
            response.headers.setdefault(name, value)
        return response


def _has_inline_styles(response: HttpResponse) -> bool:
    """Return whether it is Django's page about an error, or DRF's browsable API."""
    renderer = getattr(response, "accepted_renderer", None)
    return response.status_code >= 400 or getattr(renderer, "format", "") == "api"


class ProblemMiddleware:
    """Replaces Django's empty 405 and, in development, its page with the list of all paths.

    A response that a view makes is kept, such as a 405 with a text, or a 404.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status, is_unknown = response.status_code, request.resolver_match is None
        if status == 405 and not getattr(response, "content", b""):
            problem = errors.response_to(MethodNotAllowed(str(request.method)))
        elif status == 404 and settings.DEBUG and is_unknown and _is_for_api(request):
            problem = errors.not_found(request, Http404())
        else:
            return response
        for name, value in response.headers.items():
            if name != "Content-Length":
                problem.headers.setdefault(name, value)
        return problem

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Respond to an exception of DRF that a view of Django's, such as a form, raises."""
        if isinstance(exception, APIException):
            return errors.response_to(exception)
        return None


PROBES = {"/health/live/": views.live, "/health/ready/": views.ready}


class ProbeMiddleware:
    """Answers health checks before the host is checked: the host of a probe is an IP address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, self.get_response)(request)


UNTRUSTED = (
    "Requests are refused as plain HTTP. They have X-Forwarded-Proto, which counts only "
    "if TRUSTED_PROXIES is the number of proxies in front of the service, and not 0."
)
UNKNOWN = (
    "Requests are refused as plain HTTP. The proxy in front of the service has to set "
    "X-Forwarded-Proto to https, and TRUSTED_PROXIES has to count it."
)


class HttpsRequired(PermissionDenied):
    default_detail = _("This service is reached over HTTPS only.")
    default_code = "https_required"


class HttpsMiddleware:
    """Refuses plain HTTP; only the admin, which people open by hand, is redirected.

    A redirect would hide that a client sends passwords and tokens in plain text
    (ASVS 4.1.2).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_logged = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURE_SSL_REDIRECT or request.is_secure():
            return self.get_response(request)
        scheme = request.headers.get("X-Forwarded-Proto")
        if scheme == "http" and request.path_info.startswith("/admin/"):
            url = f"https://{request.get_host()}{request.get_full_path()}"
            return HttpResponsePermanentRedirect(url)
        if scheme != "http" and not self.is_logged:
            # Not redirected: if a proxy already uses HTTPS, the redirect leads back here.
            self.is_logged = True
            logger.warning(UNTRUSTED if scheme else UNKNOWN)
        return errors.response_to(HttpsRequired())


class LengthRequired(APIException):
    status_code = 411
    default_detail = _("Send Content-Length. A body in chunks is not read.")
    default_code = "length_required"


class CommonMiddleware(common.CommonMiddleware):
    """Refuses a body in chunks, and does not redirect below the prefix.

    Django and DRF treat a body without Content-Length as empty, and a redirect loses the
    body.
    """

    def process_request(self, request: HttpRequest) -> Any:
        if "Transfer-Encoding" in request.headers:
            return errors.response_to(LengthRequired())
        return super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return not _is_for_api(request) and super().should_redirect_with_slash(request)


def _is_for_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.API_PREFIX}/")
