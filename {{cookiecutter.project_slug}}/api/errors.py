"""All error responses have one format: `application/problem+json` (RFC 9457).

`code` stays the same when a text changes. `errors`, where one text is not enough, has a
list of messages for each field: `items.1.name` is the name of the second item, and
`non_field_errors` belong to no field. `detail` and `code` have the same meaning as in
SimpleJWT.
"""

import sys
from collections.abc import Iterator
from http.client import responses
from typing import Any, cast

from django import db
from django.conf import settings
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.urls import is_valid_path
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from api import events

MEDIA_TYPE = "application/problem+json"

# The database does not respond, or cancelled a statement that took too long.
DATABASE_ERRORS = (db.OperationalError, db.InterfaceError)


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = _("The request is too large.")
    default_code = "too_large"


class Conflict(exceptions.APIException):
    status_code = 409
    default_detail = _("There is one already.")
    default_code = "conflict"


# template: if cookiecutter.__mail
class InvalidLink(exceptions.APIException):
    """One error for links that are malformed, expired, used, replaced or not a user's."""

    status_code = 400
    default_detail = _(
        "The link does not work: it is too old, or was used or replaced."
    )
    default_code = "invalid_link"


# template: endif
class Unavailable(exceptions.APIException):
    """The database or the cache does not respond; a later request may succeed."""

    status_code = 503
    default_detail = _("The service is not available. Try again in a moment.")
    default_code = "unavailable"
    # In seconds, for `Retry-After`.
    wait = 5


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return a problem for an exception of a view, or None for DRF to raise it again."""
    # Imported here: it imports the authentication, which imports this module.
    from rest_framework import views

    error = to_api_exception(exc)
    if not isinstance(error, exceptions.APIException):
        return None
    response = cast("Response", views.exception_handler(error, context))
    request: Request = context["request"]
    response.data = problem(response.status_code, **members(error))
    renderer = getattr(request, "accepted_renderer", None)
    # The browsable API shows errors in its page; all other responses are JSON.
    if renderer is None or renderer.format != "api":
        response.content_type = MEDIA_TYPE
        request.accepted_renderer = JSONRenderer()
        request.accepted_media_type = JSONRenderer.media_type
    if response.status_code == 403:
        # The header has the error code insufficient_scope (RFC 6750, 3.1).
        challenge = getattr(request.successful_authenticator, "forbidden_header", None)
        if challenge:
            response["WWW-Authenticate"] = challenge
        record_forbidden(request)
    if response.status_code >= 500 or isinstance(exc, db.DatabaseError):
        # Django would log the response without the exception.
        about: Any = {"response": response, "request": request, "exception": exc}
        log_response("%s: %s", response.reason_phrase, request.path, **about)
    return response


def to_api_exception(exc: BaseException) -> BaseException:
    """Return DRF's exception for one that DRF does not handle, or the exception itself."""
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    # DataError: the database cannot store or compare a value, such as a text with NUL.
    if isinstance(exc, SuspiciousOperation | UnreadablePostError | db.DataError):
        return exceptions.ParseError()
    if isinstance(exc, db.IntegrityError) and _is_duplicate(exc):
        return Conflict()
    if isinstance(exc, DATABASE_ERRORS):
        return Unavailable()
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(get_error_detail(exc))
    if isinstance(exc, Http404):
        return exceptions.NotFound(_text(exc))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied(_text(exc))
    return exc


def _is_duplicate(error: db.IntegrityError) -> bool:
    """Return whether a unique constraint failed; other constraints mean a bug.

    PostgreSQL's message contains values of the request, so the SQLSTATE decides.
    """
    state = getattr(error.__cause__, "sqlstate", None)
    return state == "23505" or str(error).startswith("UNIQUE constraint failed")


def _text(exc: BaseException) -> str | None:
    """Return the text of an exception, or None for the list of paths of Django's resolver."""
    return next((text for text in exc.args[:1] if isinstance(text, str)), None)


def problem(status: int, *, detail: str, code: str, **more: Any) -> dict[str, Any]:
    title = responses.get(status, "Unknown Status Code")
    about = {"type": "about:blank", "title": title, "status": status}
    return {**about, "detail": detail, "code": code, **more}


def members(exc: exceptions.APIException) -> dict[str, Any]:
    """Return `detail`, `code` and, if there are any, `errors` and `exc.members`."""
    detail: Any = exc.detail
    text: Any = detail
    code: Any = None
    rest: Any = None
    if isinstance(detail, dict) and isinstance(detail.get("detail"), str):
        # SimpleJWT's exceptions have detail and code in one dictionary.
        rest = {**detail}
        text, code = rest.pop("detail"), rest.pop("code", None)
    elif isinstance(detail, dict | list):
        is_invalid = isinstance(exc, exceptions.ValidationError)
        text = _("The request is not valid.") if is_invalid else exc.default_detail
        rest = detail
    code = str(code or getattr(text, "code", None) or exc.default_code or "error")
    errors: dict[str, list[dict[str, str]]] = {}
    for field, message in _messages(rest) if rest else ():
        own_code = getattr(message, "code", None) or code
        errors.setdefault(field, []).append({"message": str(message), "code": own_code})
    more = {**getattr(exc, "members", {}), **({"errors": errors} if errors else {})}
    return {"detail": str(text), "code": code, **more}


def _messages(detail: Any, *path: str) -> Iterator[tuple[str, Any]]:
    """Yield each message of a nested detail with the path of its field."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            if name == NON_FIELD_ERRORS:
                name = api_settings.NON_FIELD_ERRORS_KEY
            yield from _messages(part, *path, str(name))
    elif isinstance(detail, list | tuple):
        for index, part in enumerate(detail):
            is_nested = isinstance(part, dict | list | tuple)
            yield from _messages(part, *path, *([str(index)] if is_nested else []))
    else:
        yield ".".join(path) or api_settings.NON_FIELD_ERRORS_KEY, detail


def response_to(error: exceptions.APIException) -> JsonResponse:
    """Return the problem for an exception outside of DRF's views."""
    headers = {"Retry-After": "wait", "WWW-Authenticate": "auth_header"}
    found = {name: getattr(error, headers[name], None) for name in headers}
    return JsonResponse(
        problem(error.status_code, **members(error)),
        status=error.status_code,
        content_type=MEDIA_TYPE,
        headers={name: str(found[name]) for name in found if found[name]},
    )


def record_forbidden(request: Request | HttpRequest) -> None:
    """Log a refusal by permissions; anonymous requests are not logged."""
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        events.record(
            events.FORBIDDEN,
            request=request,
            user=user.pk,
            method=request.method,
            path=request.path,
        )


# Django's error views: config/urls.py and CSRF_FAILURE_VIEW name them.
def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    error = to_api_exception(exception)
    if not isinstance(error, exceptions.APIException):
        error = exceptions.ParseError()
    return response_to(error)


def permission_denied(request: HttpRequest, exception: Exception) -> JsonResponse:
    record_forbidden(request)
    return response_to(exceptions.PermissionDenied(_text(exception)))


def csrf_failure(request: HttpRequest, reason: str = "") -> JsonResponse:
    detail: Any = _(
        "The form is too old, or did not come from its page. Load it again."
    )
    if settings.DEBUG:
        detail = reason
        if "trusted origins" in reason:
            detail += " List it in CSRF_TRUSTED_ORIGINS (.env.example says how)."
    return response_to(exceptions.PermissionDenied(detail, code="form_refused"))


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    text: Any = _text(exception)
    path = request.path_info
    below_prefix = path.startswith(f"/{settings.API_PREFIX}/")
    # The request is not redirected: its body would be lost.
    if below_prefix and not request.resolver_match and is_valid_path(f"{path}/"):
        text = _("Not found. The path has to end with a slash.")
    return response_to(exceptions.NotFound(text))


def server_error(request: HttpRequest) -> JsonResponse:
    """Called while an exception is handled; the response does not reveal it."""
    error = to_api_exception(sys.exc_info()[1] or Exception())
    # ParseError: the database cannot look up a value, such as a cookie with NUL.
    if not isinstance(error, Unavailable | exceptions.ParseError):
        error = exceptions.APIException()
    return response_to(error)
