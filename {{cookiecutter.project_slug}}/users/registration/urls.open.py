from django.urls import path

from users.registration import views

urlpatterns = [
    path("", views.RegistrationView.as_view(), name="register"),
]
