"""Refuses limits that would limit nothing, where the service is deployed."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_cache(**kwargs: Any) -> list[Error]:
    """A limit holds if all processes share the counters, and raise them in one step."""
    cache = type(caches["default"])
    in_two_steps = cache.incr is BaseCache.incr
    if not in_two_steps and not issubclass(cache, LocMemCache):
        return []
    return [
        Error(
            f"{cache.__name__} does not count for all processes together.",
            hint="Set CACHE_URL: redis://user:password@host:6379/0, or db://cache after "
            "manage.py createcachetable. In CACHES, write api.store.DatabaseCache for "
            "the latter.",
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
