"""Keys that are files in JWT_KEYS_DIR. The latest moment in a name is the newest.

A new or removed file counts from the next request on, in every process, without a
restart.
"""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tokens.keys.pem import UnusableKeyError, read_key
from tokens.keys.ring import Key, KeyRing

logger = logging.getLogger(__name__)

# Disks do not tell moments apart that are too close to each other.
UNCERTAIN_SECONDS = 1

FolderState = tuple[int, int, int]


@dataclass(frozen=True)
class Reading:
    """The ring as it was when the folder was last read."""

    folder: Path
    state: FolderState | None
    ring: KeyRing
    at: float
    is_certain: bool


_last: Reading | None = None


def load(*, missing: bool = False) -> KeyRing:
    """Return the ring. One look at the folder tells whether to read it again.

    It is also read again for a key that is missing, because a network disk may be late
    to tell; but not twice in a second, or anyone could keep the disk busy with tokens
    that name keys which are not there.
    """
    global _last
    folder = Path(settings.JWT_KEYS_DIR)
    state = _state(folder)
    last = _last
    if last and (last.folder, last.state) == (folder, state):
        is_recent = time.monotonic() - last.at < UNCERTAIN_SECONDS
        if is_recent or (last.is_certain and not missing):
            return last.ring
    # The moment is taken first: what changes while we read is seen the next time.
    now, clock = time.monotonic(), time.time()
    is_certain = state is None or clock - state[2] / 1e9 > UNCERTAIN_SECONDS
    _last = Reading(folder, state, KeyRing(_read(folder)), now, is_certain)
    return _last.ring


def key_paths(folder: Path) -> list[Path]:
    """Return the files with keys, by name."""
    return sorted(folder.glob("*.pem"), reverse=True)


def _state(folder: Path) -> FolderState | None:
    """Return what is different once a file has been added, removed or renamed."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _read(folder: Path) -> tuple[Key, ...]:
    """Read all keys. A file without a usable one must not stop the others."""
    keys = []
    for path in key_paths(folder):
        try:
            keys.append(read_key(path))
        except UnusableKeyError as error:
            logger.error("A signing key is left out: %s", error)
    # A name that somebody chose tells no moment, and is older than all that do.
    return tuple(sorted(keys, key=lambda key: key.signs_from, reverse=True))
