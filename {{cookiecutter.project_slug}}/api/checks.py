"""Refuses settings that would open the service to pages of any origin."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

OPEN_TO_UNKNOWN = (
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ORIGIN_REGEX_WHITELIST",
)


@register(Tags.security)
def check_origins(**kwargs: Any) -> list[Error]:
    """Each origin is listed in full: a pattern that is a little too wide lets all in."""
    wide = [name for name in OPEN_TO_UNKNOWN if getattr(settings, name, None)]
    wild = [
        origin
        for origin in (*settings.CORS_ALLOWED_ORIGINS, *settings.CSRF_TRUSTED_ORIGINS)
        if "*" in origin or origin == "null"
    ]
    return [
        Error(
            f"{found} lets pages of unknown origins use the service.",
            hint="Write each origin in full: https://app.example.com",
            id="api.E001",
        )
        for found in [*wide, *wild]
    ]
