"""The paths of the service: those of the template, and those that its owner added."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from drf_spectacular.generators import SchemaGenerator

PREFIX = f"/{settings.API_PREFIX}/"

# The packages of the template are those of the import contract.
_CONTRACT = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
PACKAGES = set(
    re.findall(
        r'"(\w+)"', _CONTRACT.partition("root_packages = [")[2].partition("]")[0]
    )
)


def package(view: Any) -> str:
    return str(view.__module__).partition(".")[0]


def is_in_this_project(view: Any) -> bool:
    """Return whether a view is in this project, and not in an installed package."""
    place = settings.BASE_DIR / package(view)
    return place.is_dir() or place.with_suffix(".py").is_file()


def served(patterns: Any = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """Yield each path as it is in its pattern, with the view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        place = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from served(pattern.url_patterns, place)
        elif isinstance(pattern, URLPattern):
            yield place, pattern.callback


def ours() -> dict[str, Any]:
    """Return the paths of the API that are of the template, with their DRF views."""
    return {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", place): view
        for place, view in served()
        if place.startswith(PREFIX) and hasattr(view, "cls")
        if package(view) in PACKAGES
    }


def schema() -> dict[str, Any]:
    """Return the OpenAPI schema of these paths."""
    patterns = [
        path(re.sub(r"{(\w+)}", r"<\1>", place[1:]), view)
        for place, view in ours().items()
    ]
    generator = SchemaGenerator(patterns=patterns)
    found: dict[str, Any] = generator.get_schema(request=None, public=True)
    return found


def described() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = schema()["paths"]
    return found
