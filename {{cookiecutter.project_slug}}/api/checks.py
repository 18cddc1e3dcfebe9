"""Refuses settings that are unsafe, or with which the service would not work."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import connections, router

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


@register(Tags.compatibility)
def check_database(**kwargs: Any) -> list[Error]:
    vendor = connections[router.db_for_write(get_user_model())].vendor
    if vendor in {"postgresql", "sqlite"}:
        return []
    return [
        Error(
            f"The database is {vendor}. This service needs a unique constraint with a "
            "condition, which not every database keeps.",
            hint="Use PostgreSQL or SQLite.",
            id="api.E040",
        )
    ]


@register(Tags.compatibility)
def check_time_zones(**kwargs: Any) -> list[Error]:
    if settings.USE_TZ:
        return []
    return [
        Error(
            "USE_TZ is False: lifetimes would change where the local time does.",
            hint="Take it out. TIME_ZONE says in which zone times are shown.",
            id="api.E041",
        )
    ]
