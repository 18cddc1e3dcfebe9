from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter, SimpleRouter

from shops import plain, views

shops = SimpleRouter(use_regex_path=False)
shops.register("shops", views.ShopViewSet)

streets = DefaultRouter()
streets.register("streets", views.StreetViewSet, basename="street")

app_name = "shops"
urlpatterns = [
    path("", include(shops.urls)),
    path("town/", include((streets.urls, "town"), namespace="town")),
    path("opening-hours/", views.opening_hours, name="opening-hours"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("imprint/", views.imprint),
    path("delivery/", views.delivery),
    path("report/", views.ReportView.as_view()),
    path("webhook/", plain.webhook),
    path("status/", plain.StatusView.as_view()),
    path("picture/", plain.picture),
    path("export/", plain.export),
    path("gone/", plain.gone),
    re_path(r"^statistics/(?P<year>[0-9]{4})/$", views.StatisticsView.as_view()),
]
