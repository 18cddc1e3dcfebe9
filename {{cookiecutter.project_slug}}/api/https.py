"""Nothing is served over plain HTTP."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework import exceptions

from api import errors


class HttpsRequired(exceptions.PermissionDenied):
    default_detail = "This service is reached over HTTPS only."
    default_code = "https_required"


class HttpsMiddleware:
    """Refuses what SecurityMiddleware has not redirected.

    A redirect would hide the mistake: the client would send its password or token to
    everybody on the way first, each time, and all would seem well (ASVS 4.1.2).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return errors.response_to(HttpsRequired())
        return self.get_response(request)
