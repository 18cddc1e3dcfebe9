from django.urls import path
from rest_framework_simplejwt import views

urlpatterns = [
    path(
        "token/blacklist/",
        views.TokenBlacklistView.as_view(),
        name="token_blacklist",
    ),
]
