"""What a load balancer or an orchestrator asks; no version and no detail is given."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from api import errors, store


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process runs: a failure means it should be replaced."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database and cache answer too: a failure means no requests should be sent here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        with store.required():
            cache.set("ready", True)
    except (Error, errors.Unavailable):
        return JsonResponse(
            errors.problem(503, detail="Not ready.", code="not_ready"),
            status=503,
            content_type=errors.MEDIA_TYPE,
        )
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("live/", live, name="live"),
    path("ready/", ready, name="ready"),
]

PROBES = {"/health/live/": live, "/health/ready/": ready}


class ProbeMiddleware:
    """Answers before the host is checked: a probe comes to an address, not to a name.

    The answers are the same whatever was asked for, so a forged host changes nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, self.get_response)(request)
