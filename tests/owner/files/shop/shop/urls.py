from django.urls import path

from shop import views

urlpatterns = [
    path("webhook/", views.webhook, name="shop-webhook"),
    path("status/", views.StatusView.as_view(), name="shop-status"),
    path("picture/", views.picture),
    path("export/", views.export),
    path("download/", views.download),
    path("old/", views.old),
    path("closed/", views.closed),
    path("gone/", views.gone),
]
