from django.contrib import admin
from django.urls import path

from plain.views import MeView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/users/me/", MeView.as_view()),
]
