"""SimpleJWT's own views, serializers and authentication classes are refused by `check`."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import include, path
from rest_framework import viewsets
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework_simplejwt import authentication, serializers, views

from config.urls import urlpatterns as own_urls
from tokens.views import TokenObtainPairView

urlpatterns = [*own_urls]


class HasJWTAuthentication(APIView):
    authentication_classes = (authentication.JWTAuthentication,)


class HasAClassOnTopOfIt(viewsets.ViewSet):
    authentication_classes = (
        type(
            "Own",
            (authentication.JWTStatelessUserAuthentication,),
            {"__module__": "shop.auth"},
        ),
    )

    def list(self, request: Any) -> None:
        """Make a route of it."""


class HasSimpleJWTsSerializer(TokenObtainPairView):
    serializer_class = serializers.TokenObtainPairSerializer  # type: ignore[assignment]


router = SimpleRouter()
router.register("things", HasAClassOnTopOfIt, basename="things")


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (
            path("a/", HasJWTAuthentication.as_view()),
            "authentication.JWTAuthentication",
        ),
        (path("b/", include(router.urls)), "shop.auth.Own"),
        (path("c/", views.TokenObtainPairView.as_view()), "views.TokenObtainPairView"),
        (
            path("d/", include([path("", HasSimpleJWTsSerializer.as_view())])),
            "serializers.TokenObtainPairSerializer",
        ),
    ],
)
def test_simplejwts_classes_in_views_are_refused(
    settings: Any, monkeypatch: pytest.MonkeyPatch, pattern: Any, names: str
) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(globals(), "urlpatterns", [*own_urls, pattern])

    with pytest.raises(SystemCheckError) as refused:
        call_command("check")

    assert "tokens.E027" in str(refused.value)
    assert names in str(refused.value)
    assert "Coming from SimpleJWT" in str(refused.value)
