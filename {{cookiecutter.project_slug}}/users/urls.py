from django.urls import path

from users import views
from users.passwords import views as passwords

urlpatterns = [
    path("me/", views.MeView.as_view(), name="me"),
    path(
        "password/reset/",
        passwords.PasswordResetView.as_view(),
        name="password_reset",
    ),
    path(
        "password/reset/confirm/",
        passwords.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
]
