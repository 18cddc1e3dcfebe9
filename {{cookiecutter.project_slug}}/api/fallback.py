"""Included last: an unknown path below the prefix gets a problem, not a page."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from api import views

view = views.NotFoundView.as_view()


@csrf_exempt
def not_found(request: HttpRequest, unknown: str) -> HttpResponseBase:
    """A function: DRF's pages take every view that is a class for a place on the way."""
    return view(request)


urlpatterns = [path("<path:unknown>", not_found)]
