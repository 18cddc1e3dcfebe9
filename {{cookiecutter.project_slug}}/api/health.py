"""What a load balancer or an orchestrator asks; no version and no detail is given."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from api import errors


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process runs: a failure means it should be replaced."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too: a failure means no requests should be sent here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
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
