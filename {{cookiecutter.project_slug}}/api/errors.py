"""Every error has one shape: `application/problem+json` (RFC 9457).

Beside the standard's members there is `code`, which stays the same when a text
changes, and `errors`, the complaints by field of a request that was not understood.
`detail` and `code` mean what they mean in SimpleJWT.
"""

import re
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import Http404, JsonResponse, UnreadablePostError
from django.utils.log import log_response
from rest_framework import exceptions, views
from rest_framework.request import Request
from rest_framework.response import Response

from api import forbidden
from api.outages import DATABASE_IS_AWAY

MEDIA_TYPE = "application/problem+json"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "The request is too large."
    default_code = "too_large"


class Conflict(exceptions.APIException):
    status_code = 409
    default_detail = "There is one already."
    default_code = "conflict"


class Unavailable(exceptions.APIException):
    """Something the service depends on does not answer; a moment later it may."""

    status_code = 503
    default_detail = "The service is not available. Try again in a moment."
    default_code = "unavailable"
    # In seconds, for `Retry-After`.
    wait = 5


# Two requests at once: both were valid, and the database accepts one. Another constraint
# that is broken is a mistake of the code.
DUPLICATE = re.compile("unique|duplicate", re.IGNORECASE)

OUTAGES = (Unavailable, *DATABASE_IS_AWAY)


def problem(status: int, *, detail: str, code: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; what nobody foresaw is left to Django."""
    refusal = refusal_for(exc)
    response = views.exception_handler(refusal, context)
    if response is None:
        return None
    response.data = problem(response.status_code, **_members(refusal))
    _render_as_data(context["request"])
    if response.status_code == 403:
        forbidden.refuse(context["request"], response)
    if response.status_code >= 500:
        # Django would log the answer, without what led to it.
        request = context["request"]
        log_response(
            "%s: %s",
            response.reason_phrase,
            request.path,
            response=response,
            request=request,
            exception=exc,
        )
    return response


def _render_as_data(request: Request) -> None:
    """Let views of another kind, such as the documentation, answer errors like all others."""
    renderer = getattr(request, "accepted_renderer", None)
    if renderer is not None and renderer.format not in {"json", "api"}:
        request.accepted_renderer = views.APIView.renderer_classes[0]()
        request.accepted_media_type = request.accepted_renderer.media_type


def refusal_for(exc: Exception) -> Exception:
    """Name what is no crash of ours: a body that Django refuses, a database that is away."""
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    # Too many fields or files, a file name that is a path, and the like; DataError is
    # what the database cannot store or look for, such as NUL.
    if isinstance(exc, SuspiciousOperation | UnreadablePostError | DataError):
        return exceptions.ParseError()
    if isinstance(exc, IntegrityError) and DUPLICATE.search(str(exc)):
        return Conflict()
    if isinstance(exc, OUTAGES):
        return Unavailable()
    return exc


def _members(exc: Exception) -> dict[str, Any]:
    if isinstance(exc, exceptions.ValidationError):
        return {
            "detail": "The request is not valid.",
            "code": "invalid",
            "errors": exc.get_full_details(),
        }
    if isinstance(exc, exceptions.APIException):
        detail: Any = exc.detail
        # SimpleJWT puts detail and code into one dictionary.
        if isinstance(detail, dict):
            return {"detail": str(detail["detail"]), "code": str(detail["code"])}
        return {"detail": str(detail), "code": detail.code}
    # What is left are Django's own Http404 and PermissionDenied.
    api_exception = (
        exceptions.NotFound()
        if isinstance(exc, Http404)
        else exceptions.PermissionDenied()
    )
    return _members(api_exception)


def response_to(error: exceptions.APIException) -> JsonResponse:
    """Answer outside of DRF as its views do."""
    wait = getattr(error, "wait", None)
    return JsonResponse(
        problem(error.status_code, **_members(error)),
        status=error.status_code,
        content_type=MEDIA_TYPE,
        headers={"Retry-After": str(wait)} if wait else {},
    )
