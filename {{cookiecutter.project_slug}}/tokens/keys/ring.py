"""The key ring: the newest key signs, all of them verify.

A token names its key in the header (`kid`). That is a look-up in a fixed set and nothing
else: no path, no query and no address is ever made of it (RFC 8725, 3.10).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string


class NoSigningKeyError(Exception):
    """There is nothing to sign with."""


@dataclass(frozen=True)
class Key:
    """One key. Its secret part never shows in a log or a traceback.

    `signs_from` is in seconds since 1970: a key that others have to learn about first
    verifies before it signs.
    """

    kid: str
    signing: Any = field(repr=False)
    verifying: Any = field(repr=False)
    signs_from: float = 0


@dataclass(frozen=True)
class KeyRing:
    """All keys, newest first."""

    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        """The key that signs: the newest whose time has come.

        Raises NoSigningKeyError if the ring is empty.
        """
        if not self.keys:
            raise NoSigningKeyError("There is no signing key: see `manage.py check`.")
        now = time.time()
        return next((key for key in self.keys if key.signs_from <= now), self.keys[-1])

    def get(self, kid: str) -> Key | None:
        return next((key for key in self.keys if key.kid == kid), None)


def key_ring(*, missing: bool = False) -> KeyRing:
    """Return the ring, from where the settings say the keys are.

    `missing` says that a key was looked for in vain, so that it may be worth looking
    whether there are new ones.
    """
    load = cast("Callable[..., KeyRing]", import_string(settings.SIMPLE_JWT_KEYS))
    return load(missing=missing)


def find_key(kid: str) -> Key | None:
    """Return the key of this name, or None if it is unknown or has been removed."""
    return key_ring().get(kid) or key_ring(missing=True).get(kid)
