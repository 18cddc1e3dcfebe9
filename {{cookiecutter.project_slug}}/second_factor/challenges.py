"""Challenges: texts that this service has signed, each good for one purpose, and once.

They are not stored. The cache counts the attempts with each, and remembers which are used.
"""

import secrets
from datetime import timedelta

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import AuthenticationFailed

from api.throttling import cache_required, increment
from users.models import User

LIFETIME = timedelta(minutes=5)

MAX_ATTEMPTS = 5


class InvalidChallenge(AuthenticationFailed):
    """One error for challenges that are malformed, expired, used or of another purpose."""

    default_detail = _("Log in again: the challenge is too old, or was used.")
    default_code = "invalid_challenge"


def issue(purpose: str, user: User | None = None) -> str:
    """Return a challenge; one for a user ends with the user's password."""
    about = [str(user.pk), user.get_session_auth_hash()] if user else []
    return signing.dumps([secrets.token_urlsafe(16), *about], salt=_salt(purpose))


def read(purpose: str, challenge: str) -> User | None:
    """Return the user of a challenge that was issued for a purpose, if it has one.

    Raises InvalidChallenge.
    """
    try:
        _, *about = signing.loads(challenge, salt=_salt(purpose), max_age=LIFETIME)
    except signing.BadSignature as error:
        raise InvalidChallenge from error
    if not about:
        return None
    user = User.objects.filter(pk=about[0], is_active=True).first()
    if user is None or not constant_time_compare(
        user.get_session_auth_hash(), about[1]
    ):
        raise InvalidChallenge
    return user


def count_attempt(challenge: str) -> None:
    """Count an attempt; raises InvalidChallenge after five, and Unavailable."""
    if increment(_key(challenge, "attempts"), _seconds()) > MAX_ATTEMPTS:
        raise InvalidChallenge


def use(challenge: str) -> None:
    """Use a challenge; raises InvalidChallenge if it was used, and Unavailable."""
    with cache_required():
        is_first = cache.add(_key(challenge, "used"), True, _seconds())
    if not is_first:
        raise InvalidChallenge


def _salt(purpose: str) -> str:
    return f"second_factor.{purpose}"


def _key(challenge: str, what: str) -> str:
    # The signature alone is short, and different for each challenge.
    return f"challenge:{what}:{challenge.rpartition(':')[2]}"


def _seconds() -> int:
    return round(LIFETIME.total_seconds())
