"""Refuses limits that would limit nothing, where the service is deployed."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

# Each process would have its own, or would read and write in two steps.
NOT_SHARED = ("LocMemCache", "DummyCache", "FileBasedCache")


@register(Tags.security, deploy=True)
def check_cache(**kwargs: Any) -> list[Error]:
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(NOT_SHARED):
        return []
    return [
        Error(
            f"{backend.rpartition('.')[2]} does not count for all processes together.",
            hint="Set CACHE_URL: redis://user:password@host:6379/0, or db://cache after "
            "manage.py createcachetable.",
            id="api.E020",
        )
    ]


@register(Tags.security, deploy=True)
def check_rates(**kwargs: Any) -> list[Error]:
    return [
        Error(
            f"THROTTLE_{scope.upper()} is empty: anybody could try as often as they like.",
            hint="Write for example 10/min, or leave it out.",
            id="api.E021",
        )
        for scope, rate in settings.THROTTLE_RATES.items()
        if rate is None
    ]
