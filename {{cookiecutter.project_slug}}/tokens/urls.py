from django.urls import path

from tokens import views
from tokens.password_change import PasswordChangeView

urlpatterns = [
    path("token/", views.TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("token/refresh/", views.TokenRefreshView.as_view(), name="token_refresh"),
    path("token/verify/", views.TokenVerifyView.as_view(), name="token_verify"),
    path(
        "users/password/change/", PasswordChangeView.as_view(), name="password_change"
    ),
]
