"""Tells drf-spectacular what cannot be seen in our classes."""

from typing import Any

from django.urls import reverse
from drf_spectacular.contrib import rest_framework_simplejwt as contrib
from drf_spectacular.extensions import (
    OpenApiSerializerExtension,
    OpenApiViewExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_class
from drf_spectacular.utils import OpenApiParameter

from tokens.transport.cookie.origin import HEADER


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


class OriginSchema(AutoSchema):
    """What the cookie's endpoints demand before they look at anything else."""

    def get_override_parameters(self) -> Any:
        return [
            OpenApiParameter(
                HEADER,
                location=OpenApiParameter.HEADER,
                required=True,
                description="Any text: a form cannot send it.",
                default="XMLHttpRequest",
            )
        ]

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any]:
        """Refreshing and logging out take anything that is declared as JSON."""
        anything: dict[str, Any] = {"example": {}}
        empty = {"content": {"application/json": {"schema": anything}}}
        body = super()._get_request_body(direction)
        return {**(body or empty), "required": True}


class OriginExtension(OpenApiViewExtension):
    target_class = "tokens.views.RefreshTokenView"
    match_subclasses = True

    def view_replacement(self) -> Any:
        return type("View", (self.target,), {"schema": OriginSchema()})


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
