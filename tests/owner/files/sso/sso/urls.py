from django.urls import include, path
from rest_framework.routers import SimpleRouter

from sso import views

router = SimpleRouter()
router.register("support/users", views.SupportViewSet, basename="support-user")

urlpatterns = [
    path("sso/", views.SocialLoginView.as_view(), name="sso"),
    path("", include(router.urls)),
]
