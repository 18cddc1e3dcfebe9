"""JSON, which names an error for what it is."""

from collections.abc import Mapping
from typing import Any

from rest_framework import renderers

from api import errors


class JSONRenderer(renderers.JSONRenderer):
    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        # The browsable API borrows this renderer for the text inside its page.
        if response and response.exception and response.accepted_renderer is self:
            response["Content-Type"] = errors.MEDIA_TYPE
        return super().render(data, accepted_media_type, renderer_context)
