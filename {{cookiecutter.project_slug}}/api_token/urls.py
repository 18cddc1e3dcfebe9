from django.urls import path

from api_token import views

urlpatterns = [
    path("api-token/", views.ApiTokenView.as_view(), name="api_token"),
]
