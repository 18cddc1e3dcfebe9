"""Refuses settings that are unsafe, or with which the service would fail later.

Django's own checks for deployment include DEBUG, HTTPS and a short SECRET_KEY.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from corsheaders.conf import conf as cors
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import Error, Tags, register
from django.db import connections
from zxcvbn import zxcvbn

# In characters: zxcvbn refuses more, and a secret that is random so far needs no more.
EXAMINED = 72

# In powers of ten, for each letter or digit. Random digits need 1, and of random texts
# hexadecimal ones need least, 0.83. Texts of words need 0.78 at most.
MIN_GUESSES = 0.8

# Parts of published secrets that look random, and of texts that are no secrets: public keys,
# tokens, hashes of passwords. The short ones are in all that a popular web page makes.
PUBLISHED = re.compile(
    r"django-insecure-|-----BEGIN|eyJhbGciOi|\$2[aby]\$\d\d\$"
    r"|09d25e094faa6ca2|C\*F-J|C&F\)J|r5u8x/A|7w!z%C"
)


# It takes 15 ms for each secret, and tests ask again and again.
@lru_cache(maxsize=16)
def guessable(secret: str) -> bool:
    """Return whether a secret is published, or consists mostly of words and patterns."""
    # zxcvbn counts what stands between words as random.
    text = re.sub(r"[\W_]", "", secret)[:EXAMINED]
    return (
        PUBLISHED.search(secret) is not None
        or not text
        or zxcvbn(text)["guesses_log10"] < MIN_GUESSES * len(text)
    )


@register(Tags.security)
def check_origins(**kwargs: Any) -> Iterator[Error]:
    origins = [*settings.CORS_ALLOWED_ORIGINS, *settings.CSRF_TRUSTED_ORIGINS]
    wide = [each for each in origins if "*" in each or each == "null"]
    if cors.CORS_ALLOW_ALL_ORIGINS:
        wide.append("CORS_ALLOW_ALL_ORIGINS")
    if cors.CORS_ALLOWED_ORIGIN_REGEXES:
        wide.append("CORS_ALLOWED_ORIGIN_REGEXES")
    for found in wide:
        yield Error(
            f"{found} lets pages of unknown origins use the service.",
            hint="Write each origin in full: https://app.example.com",
            id="api.E001",
        )


@register(Tags.security, deploy=True)
def check_names(**kwargs: Any) -> Iterator[Error]:
    for host in settings.ALLOWED_HOSTS:
        if "*" in host or host.startswith("."):
            yield Error(
                f"ALLOWED_HOSTS has {host!r}: the service would answer to other names.",
                hint="Write each name in full: ALLOWED_HOSTS=api.example.com",
                id="api.E011",
            )
    for name in ("CORS_ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS"):
        for origin in getattr(settings, name):
            if origin.startswith("http://"):
                yield Error(
                    f"{name} has {origin!r}: its pages can be changed in transit.",
                    hint=f"Write {name}=https://app.example.com",
                    id="api.E017",
                )


@register(Tags.security, deploy=True)
def check_production(**kwargs: Any) -> Iterator[Error]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if guessable(str(key)):
            yield Error(
                "SECRET_KEY can be guessed: it is published, or made of words and patterns.",
                hint="Make one with secrets.token_urlsafe(50).",
                id="api.E010",
            )
    database = connections["default"].settings_dict["NAME"]
    is_default = str(database) == str(settings.BASE_DIR / "db.sqlite3")
    if is_default and not settings.DATABASE_URL_IS_SET:
        yield Error(
            "DATABASE_URL is not set: all data would be in a file beside the code.",
            hint="Write DATABASE_URL=postgres://user:password@host:5432/name, or "
            "where a file is meant, sqlite:////srv/data/db.sqlite3",
            id="api.E016",
        )
    cache = type(caches["default"])
    # BaseCache.incr reads and writes: of concurrent attempts, most read the same number.
    if cache.incr is BaseCache.incr or issubclass(cache, LocMemCache):
        yield Error(
            f"{cache.__name__} does not count for all processes together.",
            hint="Use Redis or Valkey: CACHE_URL=redis://user:password@host:6379/0",
            id="api.E020",
        )
    for scope, rate in settings.THROTTLE_RATES.items():
        if rate is None:
            yield Error(
                f"THROTTLE_{scope.upper()} is empty: there would be no limit.",
                hint="Write for example 10/min, or leave it out.",
                id="api.E021",
            )
