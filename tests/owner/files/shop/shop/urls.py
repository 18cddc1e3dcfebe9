from django.urls import path
from rest_framework.routers import SimpleRouter

from shop import orders, views

router = SimpleRouter()
router.register("orders", orders.OrderViewSet)

urlpatterns = [
    path("webhook/", views.webhook, name="shop-webhook"),
    path("status/", views.StatusView.as_view(), name="shop-status"),
    path("picture/", views.picture),
    path("export/", views.export),
    path("download/", views.download),
    path("old/", views.old),
    path("closed/", views.closed),
    path("gone/", views.gone),
    path("gold/", orders.GoldView.as_view()),
    path("refuse/<str:how>/", orders.refuse),
    *router.urls,
]
