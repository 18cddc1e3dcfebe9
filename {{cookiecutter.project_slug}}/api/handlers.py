"""What Django answers where no view does; its settings and config/urls.py name these."""

import sys

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from rest_framework import exceptions

from api import errors, forbidden


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    refusal = errors.refusal_for(exception)
    if not isinstance(refusal, exceptions.APIException):
        refusal = exceptions.ParseError()
    return errors.response_to(refusal)


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    forbidden.record(request)
    text = errors.text_of(exception)
    return errors.response_to(exceptions.PermissionDenied(text))


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    detail = "The form is too old, or did not come from its page. Load it again."
    if settings.DEBUG:
        detail = reason
        if "trusted origins" in reason:
            detail += " List it in CSRF_TRUSTED_ORIGINS (.env.example says how)."
    return errors.response_to(exceptions.PermissionDenied(detail, code="form_refused"))


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return errors.response_to(exceptions.NotFound(errors.text_of(exception)))


def server_error(request: HttpRequest) -> JsonResponse:
    """Called while the exception is handled; nothing of it is told."""
    if isinstance(sys.exc_info()[1], errors.OUTAGES):
        return errors.response_to(errors.Unavailable())
    return errors.response_to(exceptions.APIException())
