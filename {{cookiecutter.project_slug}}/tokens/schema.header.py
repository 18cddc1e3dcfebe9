"""Tells drf-spectacular that our classes speak like SimpleJWT's."""

from drf_spectacular.contrib import rest_framework_simplejwt as contrib


class TokenRefreshSerializerExtension(contrib.TokenRefreshSerializerExtension):
    target_class = "tokens.serializers.TokenRefreshSerializer"
    match_subclasses = True


class AccessTokenScheme(contrib.SimpleJWTScheme):
    target_class = "tokens.authentication.AccessTokenAuthentication"
    match_subclasses = True
