from django.urls import path

from tokens.log_out import TokenBlacklistView

urlpatterns = [
    path("token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
]
