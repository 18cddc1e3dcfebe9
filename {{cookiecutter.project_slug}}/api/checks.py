"""Refuses settings that are unsafe, or with which the service would fail later.

Django's own checks for deployment include DEBUG, HTTPS and a short SECRET_KEY.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hashers
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import Error, Tags, register
from django.db import connections, router

from api.guessable import guessable

OPEN_TO_ALL_ORIGINS = (
    "CORS_ALLOW_ALL_ORIGINS",
    "CORS_ORIGIN_ALLOW_ALL",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ORIGIN_REGEX_WHITELIST",
)

# Made to be fast: the passwords of a stolen database are found in a day.
FAST_HASHES = {"md5", "sha1", "unsalted_md5", "unsalted_sha1", "crypt"}

# NIST SP 800-63B-4, 3.1.1.2, and ASVS 6.2.1.
SHORTEST_PASSWORD = 8


@register(Tags.compatibility)
def check_database(**kwargs: Any) -> Iterator[Error]:
    vendor = connections[router.db_for_write(get_user_model())].vendor
    if vendor not in {"postgresql", "sqlite"}:
        yield Error(
            f"The database is {vendor}. This service needs a unique constraint with a "
            "condition, which not every database enforces.",
            hint="Use PostgreSQL or SQLite.",
            id="api.E040",
        )
    if not settings.USE_TZ:
        yield Error(
            "USE_TZ is False: lifetimes would change where the local time does.",
            hint="Remove it. TIME_ZONE is the zone in which times are shown.",
            id="api.E041",
        )


@register(Tags.security)
def check_routers(**kwargs: Any) -> Iterator[Error]:
    labels = sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in settings.READ_FROM_PRIMARY
        if router.db_for_read(model) != router.db_for_write(model)
    )
    if labels:
        yield Error(
            f"DATABASE_ROUTERS has {', '.join(labels)} read from another database than "
            "it is written to: what is revoked would be valid for a moment.",
            hint="Make api.routers.PrimaryRouter the first in DATABASE_ROUTERS.",
            id="api.E032",
        )


@register(Tags.security)
def check_origins(**kwargs: Any) -> Iterator[Error]:
    wide = [name for name in OPEN_TO_ALL_ORIGINS if getattr(settings, name, None)]
    origins = [*settings.CORS_ALLOWED_ORIGINS, *settings.CSRF_TRUSTED_ORIGINS]
    for found in [*wide, *(each for each in origins if "*" in each or each == "null")]:
        yield Error(
            f"{found} lets pages of unknown origins use the service.",
            hint="Write each origin in full: https://app.example.com",
            id="api.E001",
        )


@register(Tags.security, deploy=True)
def check_secret_key(**kwargs: Any) -> Iterator[Error]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if guessable(str(key)):
            yield Error(
                "SECRET_KEY can be guessed: it is published, or made of words and patterns.",
                hint="Make one with secrets.token_urlsafe(50).",
                id="api.E010",
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
def check_storage(**kwargs: Any) -> Iterator[Error]:
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


@register(Tags.security, deploy=True)
def check_rates(**kwargs: Any) -> Iterator[Error]:
    for scope, rate in settings.THROTTLE_RATES.items():
        if rate is None:
            yield Error(
                f"THROTTLE_{scope.upper()} is empty: there would be no limit.",
                hint="Write for example 10/min, or leave it out.",
                id="api.E021",
            )


@register(Tags.security, deploy=True)
def check_passwords(**kwargs: Any) -> Iterator[Error]:
    for hasher in get_hashers():
        if hasher.algorithm in FAST_HASHES:
            yield Error(
                f"PASSWORD_HASHERS has {hasher.algorithm}, which is too fast.",
                hint="Remove it; users.hashers.Argon2PasswordHasher comes first.",
                id="api.E014",
            )
    validators = get_default_password_validators()
    lengths = [getattr(validator, "min_length", 0) for validator in validators]
    if max(lengths, default=0) < SHORTEST_PASSWORD:
        yield Error(
            f"PASSWORD_MIN_LENGTH is {max(lengths, default=0)}.",
            hint=f"Write {SHORTEST_PASSWORD} at least; 15 is the default.",
            id="api.E015",
        )
