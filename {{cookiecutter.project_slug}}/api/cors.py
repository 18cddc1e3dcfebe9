"""What pages of other origins may do: what an endpoint offers, if they are listed."""

from typing import Any

from corsheaders import middleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

ALLOW_METHODS = middleware.ACCESS_CONTROL_ALLOW_METHODS


class CorsMiddleware(middleware.CorsMiddleware):
    """Speaks for the API only, and grants a path no more methods than it has."""

    def is_enabled(self, request: HttpRequest) -> bool:
        return request.path_info.startswith(f"/{settings.API_PREFIX}/")

    def add_response_headers(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response = super().add_response_headers(request, response)
        if ALLOW_METHODS in response:
            view: Any = resolve(request.path_info).func
            response[ALLOW_METHODS] = ", ".join(
                method
                for method in response[ALLOW_METHODS].split(", ")
                if hasattr(view.view_class, method.lower())
            )
        return response
