"""Nothing is served over plain HTTP."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from rest_framework import exceptions

from api import errors

logger = logging.getLogger(__name__)

UNTRUSTED = (
    "Requests are refused as plain HTTP. They have X-Forwarded-Proto, which counts only "
    "if TRUSTED_PROXIES is the number of proxies in front of the service, and not 0."
)
UNKNOWN = (
    "Requests are refused as plain HTTP. The proxy in front of the service has to set "
    "X-Forwarded-Proto to https, and TRUSTED_PROXIES has to count it."
)


class HttpsRequired(exceptions.PermissionDenied):
    default_detail = "This service is reached over HTTPS only."
    default_code = "https_required"


class HttpsMiddleware:
    """Refuses plain HTTP; only the admin, which is opened by hand, is redirected.

    A redirect would hide the mistake: the client would send its password or token to
    everybody on the way first, each time, and all would seem well (ASVS 4.1.2).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_explained = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURE_SSL_REDIRECT or request.is_secure():
            return self.get_response(request)
        scheme = request.headers.get("X-Forwarded-Proto")
        if scheme == "http" and request.path_info.startswith("/admin/"):
            url = f"https://{request.get_host()}{request.get_full_path()}"
            return HttpResponsePermanentRedirect(url)
        if scheme != "http" and not self.is_explained:
            # A redirect would lead back here, again and again.
            self.is_explained = True
            logger.warning(UNTRUSTED if scheme else UNKNOWN)
        return errors.response_to(HttpsRequired())
