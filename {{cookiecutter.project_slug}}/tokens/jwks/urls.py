from django.urls import path

from tokens.jwks.views import jwks

urlpatterns = [
    path(".well-known/jwks.json", jwks, name="jwks"),
]
