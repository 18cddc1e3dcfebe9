from django.contrib import admin
from django.urls import path
from rest_framework_simplejwt import views

from plain.views import MeView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/token/", views.TokenObtainPairView.as_view()),
    path("api/token/refresh/", views.TokenRefreshView.as_view()),
    path("api/token/blacklist/", views.TokenBlacklistView.as_view()),
    path("api/users/me/", MeView.as_view()),
]
