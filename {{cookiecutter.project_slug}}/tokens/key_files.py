"""Files with a private key as PEM (PKCS #8), readable by their owner only."""

import json
import os
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from tokens import algorithm

# The members of public keys; d, p, q, dp, dq, qi and k are private.
PUBLIC_MEMBERS = ("kty", "crv", "x", "y", "n", "e")

# A name begins with the date from which the key signs, so that names sort by age.
DATE = "%Y%m%dT%H%M%S.%fZ"
NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-")


class UnusableKeyError(Exception):
    """A file has no key for the algorithm; the message names the file."""


@dataclass(frozen=True)
class Key:
    """A key; its private part is not shown in a log or a traceback.

    `signs_from` is in seconds since 1970. Before, the key only verifies: other machines
    and services have to read it first.
    """

    kid: str
    signing: Any = field(repr=False)
    verifying: Any = field(repr=False)
    signs_from: float


def write_key(folder: Path, wait: timedelta = timedelta(0)) -> tuple[Key, Path]:
    """Make a key that signs after `wait`, and write it to the folder.

    The file is renamed when it is complete, so that no process reads a part of it.
    """
    private = algorithm.generate()
    key = _key(private, datetime.now(timezone.utc) + wait)
    date = datetime.fromtimestamp(key.signs_from, timezone.utc).strftime(DATE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{date}-{key.kid[:8]}.pem"
    unfinished = path.with_suffix(".new")
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as pem:
        pem.write(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    unfinished.replace(path)
    return key, path


def read_key(path: Path) -> Key:
    """Return the key in a file; raises UnusableKeyError."""
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise UnusableKeyError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError) as error:
        raise UnusableKeyError(f"{path} is not a private key in PEM.") from error
    except UnsupportedAlgorithm as error:
        raise UnusableKeyError(f"{path} is a key of an unknown type.") from error
    if not algorithm.fits(private):
        raise UnusableKeyError(
            f"{path} does not fit {algorithm.NAME}, which takes {algorithm.KIND}."
        )
    return _key(private, signs_from(path))


def signs_from(path: Path) -> datetime:
    """Return the date in the name of a file; without one, the key is the oldest."""
    begin = NAME.match(path.name)
    try:
        date = datetime.strptime(begin[1], DATE) if begin else datetime(1970, 1, 1)
    except ValueError as error:
        raise UnusableKeyError(f"{path} begins with an invalid date.") from error
    return date.replace(tzinfo=timezone.utc)


def public_jwk(key: Any) -> dict[str, str]:
    """Return the members of a public key (RFC 7517)."""
    jwk = jwt.get_algorithm_by_name(algorithm.NAME).to_jwk(key, as_dict=True)
    return {member: jwk[member] for member in PUBLIC_MEMBERS if member in jwk}


def thumbprint(jwk: dict[str, str]) -> str:
    """Return the thumbprint of a public key (RFC 7638, 3)."""
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    digest = sha256(canonical.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _key(private: Any, signs_from: datetime) -> Key:
    public = private.public_key()
    kid = thumbprint(public_jwk(public))
    return Key(kid, private, public, signs_from.timestamp())
