"""Refuses a folder without a key to sign with, and keys that fit nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from tokens.keys import algorithm
from tokens.keys.files import key_paths
from tokens.keys.pem import UnusableKeyError, read_key

READABLE_BY_OTHERS = 0o007


@register(Tags.security)
def check_key_files(**kwargs: Any) -> list[CheckMessage]:
    folder = Path(settings.JWT_KEYS_DIR)
    paths = key_paths(folder)
    if not paths:
        return [
            Error(
                f"There is no signing key in {folder}, or the folder cannot be read.",
                hint="Make one with `manage.py new_signing_key`, or set JWT_KEYS_DIR.",
                id="tokens.E010",
            )
        ]
    return [message for path in paths for message in _messages(path)]


@register(Tags.security)
def check_algorithm(**kwargs: Any) -> list[CheckMessage]:
    if settings.SIMPLE_JWT["ALGORITHM"] == algorithm.NAME:
        return []
    return [
        Error(
            f"SIMPLE_JWT's ALGORITHM does not fit the keys, which are {algorithm.NAME}.",
            hint=f'Write "ALGORITHM": "{algorithm.NAME}".',
            id="tokens.E012",
        )
    ]


def _messages(path: Path) -> Iterator[CheckMessage]:
    try:
        read_key(path)
    except UnusableKeyError as error:
        yield Error(
            str(error),
            hint="Remove it, or make another with `manage.py new_signing_key`.",
            id="tokens.E011",
        )
        return
    if path.stat().st_mode & READABLE_BY_OTHERS:
        yield checks.Warning(
            f"Everyone on this machine can read {path}.",
            hint=f"chmod 600 {path}; if others have an account here, make a new key.",
            id="tokens.W010",
        )
