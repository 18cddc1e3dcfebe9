from django.contrib import admin
from django.urls import path
from jwt_allauth.login.views import LoginView
from jwt_allauth.token_refresh.views import TokenRefreshView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/token/", LoginView.as_view()),
    path("api/token/refresh/", TokenRefreshView.as_view()),
]
