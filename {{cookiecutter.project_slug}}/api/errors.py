"""Every error has one shape: `application/problem+json` (RFC 9457).

Beside the standard's members there is `code`, which stays the same when a text
changes, and `errors`, the complaints by field of a request that was not understood.
`detail` and `code` mean what they mean in SimpleJWT.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from rest_framework import exceptions, views
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "The request is too large."
    default_code = "too_large"


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
    exc = _refusal(exc)
    response = views.exception_handler(exc, context)
    if response is None:
        return None
    response.data = problem(response.status_code, **_members(exc))
    return response


def _refusal(exc: Exception) -> Exception:
    """Name what Django finds wrong with a body, which DRF takes for a crash of ours."""
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, TooManyFieldsSent | UnreadablePostError):
        return exceptions.ParseError()
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
        if type(exc).__name__ == "Http404"
        else exceptions.PermissionDenied()
    )
    return _members(api_exception)


def _django_problem(error: exceptions.APIException) -> JsonResponse:
    return JsonResponse(
        problem(error.status_code, **_members(error)),
        status=error.status_code,
        content_type=MEDIA_TYPE,
    )


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    refusal = _refusal(exception)
    if not isinstance(refusal, exceptions.APIException):
        refusal = exceptions.ParseError()
    return _django_problem(refusal)


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _django_problem(exceptions.PermissionDenied())


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _django_problem(exceptions.NotFound())


def server_error(request: HttpRequest) -> JsonResponse:
    return _django_problem(exceptions.APIException())
