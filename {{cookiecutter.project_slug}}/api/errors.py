"""Every error has one shape: `application/problem+json` (RFC 9457).

Beside the standard's members there is `code`, which stays the same when a text
changes. `errors`, where there is more to say than one text, has a list of messages for
each field: `items.1.name` is the name of the second item, `non_field_errors` is for what
belongs to no field. `detail` and `code` mean what they mean in SimpleJWT.
"""

from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DatabaseError, DataError, IntegrityError
from django.http import Http404, JsonResponse, UnreadablePostError
from django.utils.log import log_response
from rest_framework import exceptions, views
from rest_framework.fields import get_error_detail
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import details, forbidden
from api.outages import DATABASE_IS_AWAY

MEDIA_TYPE = "application/problem+json"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "The request is too large."
    default_code = "too_large"


class LengthRequired(exceptions.APIException):
    status_code = 411
    default_detail = "Send Content-Length. A body in chunks is not read."
    default_code = "length_required"


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


OUTAGES = (Unavailable, *DATABASE_IS_AWAY)


def problem(status: int, *, detail: str, code: str, **members: Any) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": details.title(status),
        "status": status,
        "detail": detail,
        "code": code,
        **members,
    }


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; leave to Django what DRF leaves to it."""
    refusal = refusal_for(exc)
    response = views.exception_handler(refusal, context)
    if response is None or not isinstance(refusal, exceptions.APIException):
        return None
    response.data = problem(response.status_code, **details.members(refusal))
    _render_as_data(context["request"], response)
    if response.status_code == 403:
        forbidden.refuse(context["request"], response)
    if response.status_code >= 500 or isinstance(exc, DatabaseError):
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


def _render_as_data(request: Request, response: Response) -> None:
    """Answer errors as JSON whatever a view renders; the browsable API shows them itself."""
    renderer = getattr(request, "accepted_renderer", None)
    if renderer is not None and renderer.format == "api":
        return
    response.content_type = MEDIA_TYPE
    if renderer is None or renderer.format != "json":
        request.accepted_renderer = JSONRenderer()
        request.accepted_media_type = request.accepted_renderer.media_type


def refusal_for(exc: Exception) -> Exception:
    """Return what DRF should answer to an exception that it does not know, or as it is."""
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    # Too many fields or files, a file name that is a path, and the like; DataError is
    # what the database cannot store or look for, such as NUL.
    if isinstance(exc, SuspiciousOperation | UnreadablePostError | DataError):
        return exceptions.ParseError()
    if isinstance(exc, IntegrityError) and _is_duplicate(exc):
        return Conflict()
    if isinstance(exc, OUTAGES):
        return Unavailable()
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(get_error_detail(exc))
    if isinstance(exc, Http404):
        return exceptions.NotFound(text_of(exc))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(text_of(exc))
    return exc


def _is_duplicate(error: IntegrityError) -> bool:
    """Tell two requests at once, both valid, of which the database accepts one.

    Another constraint that is broken is a mistake of the code. The text of PostgreSQL's
    error has values of the request in it, so that its code decides.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return state == "23505" or str(error).startswith("UNIQUE constraint failed")


def text_of(exc: Exception) -> str | None:
    """Return the text that a view gave; that of Django's resolver is a list of paths."""
    text = exc.args[0] if exc.args else None
    return text if isinstance(text, str) else None


def response_to(error: exceptions.APIException) -> JsonResponse:
    """Answer outside of DRF as its views do."""
    wait = getattr(error, "wait", None)
    return JsonResponse(
        problem(error.status_code, **details.members(error)),
        status=error.status_code,
        content_type=MEDIA_TYPE,
        headers={"Retry-After": str(wait)} if wait else {},
    )
