"""The door of the API: what it is, and what is behind it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse as path_of
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from api.parsers import JSONParser


class PublicView(APIView):
    """A view for all, which reads JSON: a form could be sent by the page of another site."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser,)


class HelloView(PublicView):
    """Say hello: the name of this service, and where to go from here."""

    @extend_schema(
        responses={
            (200, "application/json"): {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "links": {
                        "type": "object",
                        "additionalProperties": {"type": "string", "format": "uri"},
                    },
                },
                "required": ["name", "links"],
            },
        },
    )
    def get(self, request: Request) -> Response:
        return Response(
            {
                "name": settings.PROJECT_NAME,
                "links": {
                    "log in": reverse("token_obtain_pair", request=request),
                    "refresh": reverse("token_refresh", request=request),
                    "me": reverse("me", request=request),
                    "documentation": reverse("docs", request=request),
                },
            }
        )


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI; in production staff log in to the admin first, and come back here."""

    url_name = "schema"
    # Without styles and scripts in the page: the Content-Security-Policy allows files only.
    template_name = "api/docs.html"

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NotAuthenticated):
            return redirect_to_login(self.request.path, path_of("admin:login"))
        return super().handle_exception(exc)


@cache_control(max_age=86_400)
def no_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for /favicon.ico wherever a page or a JSON answer names no icon."""
    return HttpResponse(status=204)
