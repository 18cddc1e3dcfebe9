"""The scheme of access tokens in the OpenAPI description."""

from typing import Any

from django.urls import reverse
from drf_spectacular.contrib import rest_framework_simplejwt as contrib


class AccessTokenScheme(contrib.SimpleJWTScheme):
    target_class = "tokens.authentication.AccessTokenAuthentication"
    match_subclasses = True

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The value of `access` in the response to "
            f"`POST {reverse('token_obtain_pair')}`, without quotes and without the word "
            "`Bearer`.",
        }
