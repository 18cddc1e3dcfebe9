from django.urls import path

from login_sessions import views
from tokens.log_out import TokenBlacklistView

urlpatterns = [
    path("token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
    path("sessions/", views.SessionListView.as_view(), name="sessions"),
    path("sessions/<uuid:session_id>/", views.SessionView.as_view(), name="session"),
]
