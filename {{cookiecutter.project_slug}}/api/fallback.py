"""Included last: an unknown path below the prefix gets a problem, not a page."""

from django.urls import path

from api import views

urlpatterns = [path("<path:unknown>", views.NotFoundView.as_view())]
