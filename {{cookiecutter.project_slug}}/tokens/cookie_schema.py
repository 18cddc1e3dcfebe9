"""What the OpenAPI description says of endpoints that use the cookie."""

from typing import Any

from drf_spectacular.extensions import (
    OpenApiSerializerExtension,
    OpenApiViewExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_class
from drf_spectacular.utils import OpenApiParameter

from tokens.transport import HEADER


class CookieExtension(OpenApiSerializerExtension):
    """Removes the field `refresh`, which is in the cookie and not in the body."""

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
    """Adds the header that proves the origin, and a JSON body where there is none."""

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
        """Refresh and logout accept any body that is declared as JSON."""
        anything: dict[str, Any] = {"example": {}}
        empty = {"content": {"application/json": {"schema": anything}}}
        body = super()._get_request_body(direction)
        return {**(body or empty), "required": True}


class OriginExtension(OpenApiViewExtension):
    target_class = "tokens.transport.RefreshTokenView"
    match_subclasses = True

    def view_replacement(self) -> Any:
        return type("View", (self.target,), {"schema": OriginSchema()})
