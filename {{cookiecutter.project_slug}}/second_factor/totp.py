"""The codes of authenticator apps (RFC 6238): six digits, a new code every 30 seconds."""

import logging
import secrets
import time
from base64 import b32encode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from api.throttling import cache_required
from second_factor.models import Authenticator
from users.models import User

logger = logging.getLogger(__name__)

# In seconds.
PERIOD = 30

# How many periods the clock of a device may be wrong (RFC 6238, 5.2).
DRIFT = 1

# In seconds, how long a user may take to set up an app.
ENROLMENT = 10 * 60


class Enrolment(NamedTuple):
    secret: str  # in base32, to be typed into an app
    uri: str  # otpauth://
    qr: str  # the same as a picture: a data: URL of an SVG


def begin(user: User) -> Enrolment:
    """Make a secret, and keep it in the cache until its first code proves that an app has it.

    Raises Unavailable.
    """
    secret = secrets.token_bytes(20)  # RFC 4226, 4
    with cache_required():
        cache.set(_enrolment_key(user), encrypt(secret), ENROLMENT)
    return _enrolment(user, secret)


def resume(user: User, secret: str) -> Enrolment | None:
    """Return the same enrolment again, to a page that knows the secret from `begin`."""
    begun = _begun(user)
    found = _enrolment(user, begun) if begun else None
    return found if found and constant_time_compare(found.secret, secret) else None


def finish(user: User, code: str, name: str) -> Authenticator | None:
    """Store the authenticator if the code is right, which cannot be used again."""
    secret = _begun(user)
    period = period_of(code, secret) if secret else None
    if secret is None or period is None:
        return None
    # Of concurrent requests, one deletes the secret.
    with cache_required():
        is_first = cache.delete(_enrolment_key(user))
    if not is_first:
        return None
    return Authenticator.objects.create(
        user=user, name=name, secret=encrypt(secret), last_period=period
    )


def use_code(user: User, code: str) -> bool:
    """Return whether a code of one of the user's apps is right, and was not used before."""
    for authenticator in Authenticator.objects.filter(user=user):
        secret = decrypt(authenticator.secret)
        period = period_of(code, secret) if secret else None
        if period is None or secret is None:
            continue
        # Of concurrent requests with one code, one UPDATE finds the row.
        unused = Authenticator.objects.filter(
            pk=authenticator.pk, last_period__lt=period
        )
        # Encrypted again: the first key may be new.
        if unused.update(
            last_period=period, last_used_at=timezone.now(), secret=encrypt(secret)
        ):
            return True
    return False


def period_of(code: str, secret: bytes) -> int | None:
    """Return the period in which a code is right, of those that the drift allows."""
    now = int(time.time()) // PERIOD
    totp = _totp(secret)
    matching = [
        period
        for period in range(now - DRIFT, now + DRIFT + 1)
        if constant_time_compare(totp.generate(period * PERIOD), code)
    ]
    return max(matching, default=None)


def encrypt(secret: bytes) -> str:
    return _ciphers(tuple(settings.SECOND_FACTOR_KEYS)).encrypt(secret).decode()


def decrypt(encrypted: str) -> bytes | None:
    """Return a secret, or None if the key that encrypted it is not in SECOND_FACTOR_KEY."""
    try:
        return _ciphers(tuple(settings.SECOND_FACTOR_KEYS)).decrypt(encrypted)
    except InvalidToken:
        logger.error("A key is missing from SECOND_FACTOR_KEY: a code is refused.")
        return None


@lru_cache(maxsize=1)
def _ciphers(keys: tuple[str, ...]) -> MultiFernet:
    digests = [sha256(key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), PERIOD)  # noqa: S303


def _enrolment(user: User, secret: bytes) -> Enrolment:
    uri = _totp(secret).get_provisioning_uri(
        user.get_username(), settings.PROJECT_NAME.replace(":", " ")
    )
    # Light, on a dark page as well.
    qr = segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, light="#fff")
    return Enrolment(b32encode(secret).decode(), uri, qr)


def _begun(user: User) -> bytes | None:
    """Return the secret of an enrolment that was begun; raises Unavailable."""
    with cache_required():
        encrypted = cache.get(_enrolment_key(user))
    return decrypt(encrypted) if encrypted else None


def _enrolment_key(user: User) -> str:
    return f"totp:{user.pk}"
