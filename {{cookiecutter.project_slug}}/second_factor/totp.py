"""The codes of authenticator apps (RFC 6238): six digits, a new code every 30 seconds."""

import logging
import secrets
import time
from base64 import b32encode, urlsafe_b64encode
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
from django.utils.translation import gettext_lazy as _

from api.throttling import cache_required
from second_factor.models import Factor, check_number
from users.models import User

logger = logging.getLogger(__name__)

KIND = "totp"

# In seconds.
PERIOD = 30

# How many periods the clock of a device may be wrong (RFC 6238, 5.2).
DRIFT = 1

# In seconds, how long a user may take to set up an app.
ENROLMENT = 10 * 60

WRONG = _("The code is wrong. After ten minutes, begin again.")


class Enrolment(NamedTuple):
    secret: str  # in base32, to be typed into an app
    uri: str  # otpauth://
    qr: str  # the same as a picture: a data: URL of an SVG


def begin(user: User) -> Enrolment:
    """Make a secret, and keep it in the cache until its first code proves that an app has it.

    Raises what `check_number` does, and Unavailable.
    """
    check_number(user, KIND)
    secret = secrets.token_bytes(20)  # RFC 4226, 4
    with cache_required():
        cache.set(_cache_key(user), _ciphers().encrypt(secret), ENROLMENT)
    issuer = settings.PROJECT_NAME.replace(":", " ")
    uri = _totp(secret).get_provisioning_uri(user.get_username(), issuer)
    # Light, on a dark page as well.
    qr = segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, light="#fff")
    return Enrolment(b32encode(secret).decode(), uri, qr)


def finish(user: User, code: str, name: str) -> Factor | None:
    """Return the app that was begun, to be stored, if the code is right: once.

    Raises Unavailable.
    """
    with cache_required():
        key = cache.get(_cache_key(user))
        period = _period_of(code, key) if key else None
        # Of concurrent requests, one deletes the secret.
        if not period or not cache.delete(_cache_key(user)):
            return None
    return Factor(user=user, kind=KIND, name=name, key=key, counter=period)


def use_code(user: User, code: str) -> bool:
    """Return whether a code of one of the user's apps is right, and was not used before."""
    for app in Factor.objects.filter(user=user, kind=KIND):
        key = bytes(app.key)
        if period := _period_of(code, key):
            # Of concurrent requests with one code, one UPDATE finds the row.
            unused = Factor.objects.filter(pk=app.pk, counter__lt=period)
            # Encrypted again: the first key may be new.
            key = _ciphers().rotate(key)
            if unused.update(counter=period, key=key, last_used_at=timezone.now()):
                return True
    return False


def _period_of(code: str, key: bytes) -> int | None:
    """Return the period in which a code is right, of those that the drift allows."""
    try:
        totp = _totp(_ciphers().decrypt(key))
    except InvalidToken:
        logger.error("A key is missing from SECOND_FACTOR_KEY: a code is refused.")
        return None
    now = int(time.time()) // PERIOD
    matching = [
        period
        for period in range(now - DRIFT, now + DRIFT + 1)
        if constant_time_compare(totp.generate(period * PERIOD), code)
    ]
    return max(matching, default=None)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), PERIOD)  # noqa: S303


def _ciphers() -> MultiFernet:
    keys = [sha256(key.encode()).digest() for key in settings.SECOND_FACTOR_KEYS]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


def _cache_key(user: User) -> str:
    return f"totp:{user.pk}"
