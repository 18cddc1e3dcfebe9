import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

README = settings.BASE_DIR / "README.md"


def paths(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from paths(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern | URLResolver):
            yield path


def test_the_readme_lists_every_endpoint() -> None:
    listed = re.findall(
        r"^\| `[A-Z, ]+ (/\S*)` \|", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    served = set(paths(get_resolver().url_patterns))
    served.remove("/favicon.ico")
    served = {re.sub(r"<\w+:\w*id>", "<id>", path) for path in served}

    assert sorted(listed) == sorted(served)
