"""The door, and the API's description of itself."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api import views

# Split, and without styles in the page: the Content-Security-Policy lets in files only.
docs = SpectacularSwaggerSplitView.as_view(
    url_name="schema", template_name="api/docs.html"
)

urlpatterns = [
    path("", views.HelloView.as_view(), name="hello"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]
