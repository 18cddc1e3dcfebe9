"""Tells drf-spectacular that our classes speak like SimpleJWT's."""

from typing import Any

from django.urls import reverse
from drf_spectacular.contrib import rest_framework_simplejwt as contrib


class TokenRefreshSerializerExtension(contrib.TokenRefreshSerializerExtension):
    target_class = "tokens.serializers.TokenRefreshSerializer"
    match_subclasses = True


class AccessTokenScheme(contrib.SimpleJWTScheme):
    target_class = "tokens.authentication.AccessTokenAuthentication"
    match_subclasses = True

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The text of `access` from the answer of "
            f"`POST {reverse('token_obtain_pair')}`, without quotes and without the word "
            "`Bearer`.",
        }
