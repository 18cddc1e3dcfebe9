"""Tells drf-spectacular what cannot be seen in our classes."""

from typing import Any

from drf_spectacular.contrib import rest_framework_simplejwt as contrib
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import get_class


class CookieExtension(OpenApiSerializerExtension):
    """The refresh token is in the cookie, not in what a serializer reads and writes."""

    priority = 1

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return "refresh" in getattr(get_class(target), "_declared_fields", {})

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(
            self.target, direction, bypass_extensions=True
        )
        schema["properties"].pop("refresh", None)
        schema["required"] = [
            name for name in schema.get("required", []) if name != "refresh"
        ]
        return {name: part for name, part in schema.items() if part}


class AccessTokenScheme(contrib.SimpleJWTScheme):
    target_class = "tokens.authentication.AccessTokenAuthentication"
    match_subclasses = True
