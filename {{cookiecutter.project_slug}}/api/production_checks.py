"""Refuses in production what belongs to development.

Django's own checks for deployment see to DEBUG, HTTPS, and a SECRET_KEY that is short.
"""

import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import Error, Tags, register
from django.db import connections

from api.guessable import guessable

# Made to be fast: a stolen database is read with them in a day.
FAST_HASHES = {"md5", "sha1", "unsalted_md5", "unsalted_sha1", "crypt"}

# NIST SP 800-63B-4, 3.1.1.2, and ASVS 6.2.1: whatever else is asked for.
SHORTEST_PASSWORD = 8


@register(Tags.security, deploy=True)
def check_for_production(**kwargs: Any) -> list[Error]:
    return [
        *_secret_key(),
        *_hosts(),
        *_origins(),
        *_database(),
        *_passwords(),
    ]


def _secret_key() -> Iterator[Error]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if guessable(str(key)):
            yield Error(
                "SECRET_KEY can be guessed: it is published, or made of words and patterns.",
                hint="Make one with secrets.token_urlsafe(50).",
                id="api.E010",
            )


def _hosts() -> Iterator[Error]:
    for host in settings.ALLOWED_HOSTS:
        if "*" in host or host.startswith("."):
            yield Error(
                f"ALLOWED_HOSTS has {host!r}: the service would answer to names of others.",
                hint="Write each name in full: ALLOWED_HOSTS=api.example.com",
                id="api.E011",
            )


def _origins() -> Iterator[Error]:
    for name in ("CORS_ALLOWED_ORIGINS", "CSRF_TRUSTED_ORIGINS"):
        for origin in getattr(settings, name):
            if origin.startswith("http://"):
                yield Error(
                    f"{name} has {origin!r}: its pages can be changed on the way.",
                    hint=f"Write {name}=https://app.example.com",
                    id="api.E017",
                )


def _database() -> Iterator[Error]:
    default = str(settings.BASE_DIR / "db.sqlite3")
    for connection in connections.all():
        database = connection.settings_dict
        if str(database["NAME"]) == default and not os.environ.get("DATABASE_URL"):
            yield Error(
                "DATABASE_URL is not set: all data would be in a file beside the code.",
                hint="Write DATABASE_URL=postgres://user:password@host:5432/name, or "
                "where a file is meant, sqlite:////srv/data/db.sqlite3",
                id="api.E016",
            )
        if database["OPTIONS"].get("pool") and database["CONN_MAX_AGE"]:
            yield Error(
                "DATABASES has a pool and CONN_MAX_AGE, which Django does not combine.",
                hint="Write CONN_MAX_AGE=0: the pool keeps the connections.",
                id="api.E019",
            )


def _passwords() -> Iterator[Error]:
    for hasher in get_hashers():
        if hasher.algorithm in FAST_HASHES:
            yield Error(
                f"PASSWORD_HASHERS has {hasher.algorithm}, which is too fast.",
                hint="Take it out; users.hashers.Argon2PasswordHasher comes first.",
                id="api.E014",
            )
    lengths = [
        getattr(validator, "min_length", 0)
        for validator in get_default_password_validators()
    ]
    shortest = max(lengths, default=0)
    if shortest < SHORTEST_PASSWORD:
        yield Error(
            f"PASSWORD_MIN_LENGTH is {shortest}.",
            hint=f"Write {SHORTEST_PASSWORD} at least; 15 is the default.",
            id="api.E015",
        )
