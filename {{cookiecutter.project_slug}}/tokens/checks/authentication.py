"""Refuses SimpleJWT's own views, serializers and authentication classes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import Error, Tags, register
from django.urls import URLResolver, get_resolver
from rest_framework.settings import api_settings

from tokens.simplejwt_settings import OURS


@register(Tags.security)
def check_authentication(**kwargs: Any) -> list[Error]:
    used: dict[str, list[Any]] = {
        "REST_FRAMEWORK": [*api_settings.DEFAULT_AUTHENTICATION_CLASSES]
    }
    for view in _views(get_resolver().url_patterns):
        used[f"{view.__module__}.{view.__qualname__}"] = [
            view,
            *view.authentication_classes,
            getattr(view, "serializer_class", None),
        ]
    return [
        Error(
            f"{place} has {found.__module__}.{found.__qualname__}, which knows neither "
            "the kinds nor the keys of this service's tokens, nor their end.",
            hint='docs/tokens.md says what to use instead under "Coming from SimpleJWT".',
            id="tokens.E027",
        )
        for place, classes in sorted(used.items())
        for found in classes
        if derives(found, "rest_framework_simplejwt.")
        and not derives(found, ("tokens.", OURS))
    ]


def _views(patterns: Iterable[Any]) -> Iterator[Any]:
    """Return the classes of all views of DRF."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif view := getattr(pattern.callback, "cls", None):
            yield view


def derives(found: Any, packages: str | tuple[str, ...]) -> bool:
    """Tell whether a class builds on one of some packages."""
    return isinstance(found, type) and any(
        base.__module__.startswith(packages) for base in found.__mro__
    )
