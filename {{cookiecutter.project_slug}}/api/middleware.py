"""Gives every request an id, and the errors of Django itself the shape of all errors."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.middleware import common
from django.urls import is_valid_path
from rest_framework.exceptions import APIException, MethodNotAllowed, NotFound
from structlog.contextvars import bind_contextvars, clear_contextvars

from api import errors

# A proxy's own name for the request is kept; what could be more than a name is not.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


NO_SLASH = "Not found. The path has to end with a slash."


class RequestIdMiddleware:
    """Log lines and the answer share the name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
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


@receiver(request_finished)
def forget_request(**kwargs: Any) -> None:
    """Not when the middleware returns: Django logs a refusal only after all of them."""
    clear_contextvars()


class ProblemMiddleware:
    """Gives Django's own answers about a path or a method the shape of all errors.

    What a view answers on purpose is not touched: a 405 with a text, a 404 of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b""):
            return _in_place_of(response, MethodNotAllowed(str(request.method)))
        if response.status_code == 404 and _is_unknown(request):
            # In development this replaces Django's page with the list of all paths.
            slash_is_missing = is_valid_path(f"{request.path_info}/")
            return _in_place_of(
                response, NotFound(NO_SLASH if slash_is_missing else None)
            )
        return response


class CommonMiddleware(common.CommonMiddleware):
    """Loses no body: refuses one in chunks, and does not redirect below the prefix.

    Without Content-Length, Django and DRF take a body for an empty one.
    """

    def process_request(self, request: HttpRequest) -> Any:
        if "Transfer-Encoding" in request.headers:
            return errors.response_to(errors.LengthRequired())
        return super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        return not _is_for_api(request) and super().should_redirect_with_slash(request)


def _is_for_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.API_PREFIX}/")


def _is_unknown(request: HttpRequest) -> bool:
    return _is_for_api(request) and request.resolver_match is None


def _in_place_of(response: HttpResponse, error: APIException) -> HttpResponse:
    """Return a problem with the headers that an answer has already, such as Allow."""
    problem = errors.response_to(error)
    for name, value in response.headers.items():
        if name.lower() != "content-length":
            problem.headers.setdefault(name, value)
    return problem
