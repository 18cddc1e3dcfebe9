"""The private keys in JWT_KEYS_DIR, one file each; the latest date in a name is the newest.

The newest signs, all of them verify. A token names its key in the header (`kid`), which
is looked up among these keys and used for nothing else (RFC 8725, 3.10). A file that is added
or removed is seen at the next request, in every process, without a restart.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from tokens import algorithm
from tokens.key_files import Key, UnusableKeyError, read_key

logger = logging.getLogger(__name__)

ALGORITHM = algorithm.NAME

# The resolution of modification times on some file systems.
UNCERTAIN_SECONDS = 1

READABLE_BY_OTHERS = 0o007

FolderState = tuple[int, int, int]


class NoSigningKeyError(Exception):
    """There is no key to sign with."""


@dataclass(frozen=True)
class Reading:
    """The keys, newest first, as they were when the folder was last read."""

    folder: Path
    state: FolderState | None
    keys: tuple[Key, ...]
    at: float
    is_certain: bool


_last: Reading | None = None


def signing_key() -> Key:
    """Return the newest key whose `signs_from` is past; raises NoSigningKeyError."""
    keys = all_keys()
    if not keys:
        raise NoSigningKeyError("There is no signing key: see `manage.py check`.")
    now = time.time()
    return next((key for key in keys if key.signs_from <= now), keys[-1])


def find_key(kid: str) -> Key | None:
    """Return the key with this ID, or None if it is unknown or has been removed."""
    return _find(kid, all_keys()) or _find(kid, all_keys(reread=True))


def all_keys(*, reread: bool = False) -> tuple[Key, ...]:
    """Return the keys, newest first; the state of the folder tells whether to read it.

    With `reread` it is read anyway, because a network disk may report a change late; but
    not twice in a second: an attacker can send tokens with unknown keys.
    """
    global _last
    folder = Path(settings.JWT_KEYS_DIR)
    state = _state(folder)
    last = _last
    if last and (last.folder, last.state) == (folder, state):
        is_recent = time.monotonic() - last.at < UNCERTAIN_SECONDS
        if is_recent or (last.is_certain and not reread):
            return last.keys
    # The time is taken first: a change while the folder is read is seen the next time.
    now, clock = time.monotonic(), time.time()
    is_certain = state is None or clock - state[2] / 1e9 > UNCERTAIN_SECONDS
    _last = Reading(folder, state, _read(folder), now, is_certain)
    return _last.keys


def key_paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pem"), reverse=True)


def _find(kid: str, keys: tuple[Key, ...]) -> Key | None:
    return next((key for key in keys if key.kid == kid), None)


def _state(folder: Path) -> FolderState | None:
    """Return what changes when a file is added, removed or renamed."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _read(folder: Path) -> tuple[Key, ...]:
    keys = []
    for path in key_paths(folder):
        try:
            keys.append(read_key(path))
        except UnusableKeyError as error:
            # The other keys can still be used.
            logger.error("A signing key is left out: %s", error)
    return tuple(sorted(keys, key=lambda key: key.signs_from, reverse=True))


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
    return [message for path in paths for message in _faults(path)]


def _faults(path: Path) -> Iterator[CheckMessage]:
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
