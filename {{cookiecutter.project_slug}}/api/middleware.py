"""Gives every request a name, and every refusal of a method the shape of all errors."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.response import Response
from structlog.contextvars import bind_contextvars, clear_contextvars

from api import errors

# A proxy's own name for the request is kept; what could be more than a name is not.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


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


class MethodMiddleware:
    """Django's views and WhiteNoise refuse a method with an empty page, or a bare line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or isinstance(response, Response):
            return response
        refusal = errors.response_to(MethodNotAllowed(str(request.method)))
        refusal["Allow"] = response["Allow"]
        return refusal
