"""Limits attempts: those from one address, and those on one account.

    throttle_classes = [throttling.ByAddress, throttling.ByAccount]
    throttle_scope = "login"  # its rate is in the setting THROTTLE_RATES
    throttled_account = "email"  # the field of the body that names the account

An account that does not exist is limited like one that does. Attempts are counted in fixed
windows of time, in Django's cache. Incrementing a counter also reads it, so that no more
concurrent attempts are allowed than consecutive ones.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.cache import cache
from django.core.exceptions import (
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    ValidationError,
)
from django.db.models import CharField, Q
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from api import events
from api.addresses import client_network
from api.errors import Unavailable
from api.fields import normalize_email

# How long the address of a successful login is exempt from the account's limit.
KNOWN_FOR = timedelta(days=30)

# Sent at a login from an address that is not known, with `user` and `request`.
logged_in_elsewhere = Signal()

MAX_NAME = 254  # characters: the longer of the two login fields is an e-mail address

# The manager does not find one user, or refuses a text that cannot be a name.
NO_USER = (MultipleObjectsReturned, ObjectDoesNotExist, ValidationError, ValueError)


class ByAddress(BaseThrottle):
    """Limits the attempts from one IPv4 address, or one IPv6 network."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        count_address(request, view.throttle_scope)  # type: ignore[attr-defined]
        return True


class ByAccount(BaseThrottle):
    """Limits the attempts on the current user, or the account that the body names."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user and request.user.is_authenticated:
            count_user(request, view.throttle_scope, request.user)
            return True
        data = request.data
        name = data.get(view.throttled_account) if isinstance(data, Mapping) else None
        if isinstance(name, str):
            count_account(request, view.throttle_scope, name)
        return True


def count_address(request: HttpRequest, scope: str) -> None:
    """Count an attempt from the address of a request; raises Throttled.

    Call it first: an attacker could fill the cache with accounts that do not exist.
    """
    _count_and_log(request, scope, "address", client_network(request))


def count_user(request: HttpRequest, scope: str, user: Any) -> None:
    """Count an attempt of a user whose password is known; raises Throttled."""
    _count_and_log(request, scope, "user", str(user.pk))


def count_account(request: HttpRequest, scope: str, name: str) -> None:
    """Count an attempt on an account, unless its owner has logged in from this address.

    The exemption is for logins only: elsewhere the name is an e-mail address, which may be
    another user's name to log in with. Raises Throttled.
    """
    if scope != "login":
        _count_and_log(request, scope, "account", normalize_account(name))
        return
    for key in accounts_named(name):
        if not _is_known(request, key):
            _count_and_log(request, scope, "account", key)


def remember_login(
    request: HttpRequest, user: AbstractBaseUser, *, announce: bool = True
) -> None:
    """Exempt the address of a successful login from the limit of the account.

    Otherwise an attacker could lock the owner out. The account's counter is reset. The
    counter of the address is not: an attacker could reset it with a login to another
    account. An address that was not known is announced. Raises Unavailable.
    """
    key = _account_key(user)
    # At a known address no attempt was counted.
    if not _is_known(request, key):
        reset_count("login", "account", key)
        if announce:
            logged_in_elsewhere.send(sender=type(user), user=user, request=request)
    with cache_required():
        cache.set(_known_key(request, key), True, KNOWN_FOR.total_seconds())


def reset_count(scope: str, *subject: str) -> None:
    """Reset a counter; raises Unavailable."""
    rate = settings.THROTTLE_RATES[scope]
    if rate is not None:
        with cache_required():
            cache.delete(_counter_key(scope, rate[1], *subject))


def count(scope: str, *subject: str) -> None:
    """Count an attempt; raises Throttled or Unavailable."""
    rate = settings.THROTTLE_RATES[scope]
    if rate is None:
        return
    limit, seconds = rate
    # Twice the window, so that the counter does not expire while it is incremented.
    if increment(_counter_key(scope, seconds, *subject), timeout=2 * seconds) > limit:
        raise Throttled(wait=seconds - time.time() % seconds)


@contextmanager
def cache_required() -> Iterator[None]:
    """Raise Unavailable if the cache fails: its exceptions have no common class."""
    try:
        yield
    except Exception as error:
        raise Unavailable from error


def normalize_account(name: str) -> str:
    """Return the same text for all spellings of a name that find the same account.

    Otherwise an attacker would have a limit for each spelling.
    """
    # Four characters can become one. The time grows with the square of their number.
    return normalize_email(name.strip()[: 4 * MAX_NAME]).casefold()


def has_several_names() -> bool:
    """Return whether users can have several names; a login takes a query more then."""
    finders = [getattr(each, "finds_with", type(each)) for each in get_backends()]
    return _finds_by_natural_key() or any(
        finder.authenticate is not ModelBackend.authenticate for finder in finders
    )


def accounts_named(name: str) -> list[str]:
    """Return the keys of all users with a name, or else its normalized form."""
    users: list[AbstractBaseUser] = []
    text = name.strip()
    if has_several_names() and len(text) <= MAX_NAME and "\0" not in text:
        with suppress(*NO_USER):
            users = _users_named(text)
    return [_account_key(user) for user in users] or [normalize_account(name)]


def _finds_by_natural_key() -> bool:
    """Return whether the manager has a `get_by_natural_key` that is not Django's."""
    manager = type(get_user_model()._default_manager)
    own = getattr(manager, "get_by_natural_key", None)
    return own is not BaseUserManager.get_by_natural_key


def _users_named(name: str) -> list[AbstractBaseUser]:
    """Return the user that ModelBackend finds, or all with this name in a unique field."""
    # Other backends do not reveal how they find users.
    model = get_user_model()
    manager: Any = model._default_manager
    if _finds_by_natural_key():
        return [manager.get_by_natural_key(name)]
    fields = {model.USERNAME_FIELD, model.get_email_field_name()} | {
        field.name
        for field in model._meta.fields
        if field.unique and isinstance(field, CharField)
    }
    matches = (Q(**{field: name}) for field in sorted(fields))
    return list(manager.filter(reduce(or_, matches))[: len(fields)])


def _account_key(user: AbstractBaseUser) -> str:
    """Return the key that an account is counted by; no name ends with a newline."""
    if has_several_names():
        return f"{user.pk}\n"
    return normalize_account(user.get_username())


def _count_and_log(request: HttpRequest, scope: str, kind: str, subject: str) -> None:
    try:
        count(scope, kind, subject)
    except Throttled:
        events.record(events.THROTTLED, request=request, scope=scope, by=kind)
        raise


def increment(key: str, timeout: int) -> int:
    """Increment a counter, and return it; raises Unavailable."""
    with cache_required():
        if hasattr(cache, "increment"):
            return int(cache.increment(key, timeout))
        for _ in range(2):
            cache.add(key, 0, timeout)
            # ValueError: the cache has evicted the counter in the meantime.
            with suppress(ValueError):
                number = cache.incr(key)
                # django-redis returns None where it is configured to ignore errors.
                if number is not None:
                    return number
    raise Unavailable


def _counter_key(scope: str, seconds: int, *subject: str) -> str:
    window = int(time.time() // seconds)
    return f"throttle:{scope}:{seconds}:{window}:{_digest(*subject)}"


def _digest(*parts: str) -> str:
    """Return a MAC with SECRET_KEY: the cache does not reveal what a client sent."""
    text = "\n".join(parts).encode(errors="surrogatepass")
    return salted_hmac("api.throttling", text, algorithm="sha256").hexdigest()


def _is_known(request: HttpRequest, key: str) -> bool:
    with cache_required():
        return bool(cache.get(_known_key(request, key)))


def _known_key(request: HttpRequest, key: str) -> str:
    return "known:" + _digest(client_network(request), key)
