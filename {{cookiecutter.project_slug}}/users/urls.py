from django.urls import path

from users import views

urlpatterns = [
    path("me/", views.MeView.as_view(), name="me"),
]
