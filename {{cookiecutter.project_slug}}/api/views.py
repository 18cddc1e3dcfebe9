"""The root endpoint, the OpenAPI description and the health checks."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.urls import reverse as path_of
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from api import errors
from api.parsers import JSONParser
from api.throttling import cache_required


class PublicView(APIView):
    """A public view that reads only JSON: a page of another site could send a form."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser,)


class RootView(PublicView):
    """The name of this service, and links to its endpoints."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
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
    """Swagger UI; in production, staff are redirected to the admin's login first."""

    url_name = "schema"
    # Without styles and scripts in the page: the Content-Security-Policy allows files only.
    template_name = "api/docs.html"

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NotAuthenticated):
            return redirect_to_login(self.request.path, path_of("admin:login"))
        return super().handle_exception(exc)


@cache_control(max_age=86_400)
def no_icon(request: HttpRequest) -> HttpResponse:
    """Browsers request /favicon.ico for a page or a JSON response without an icon."""
    return HttpResponse(status=204)


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process responds: after a failure it should be replaced."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database and cache respond, too: after a failure no requests should be sent here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with cache_required():
            cache.set("ready", True)
    except (Error, errors.Unavailable):
        return JsonResponse(
            errors.problem(503, detail="Not ready.", code="not_ready"),
            status=503,
            content_type=errors.MEDIA_TYPE,
        )
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("", RootView.as_view(), name="hello"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]
