"""How often a view may be tried: by one address, and for one account.

    throttle_classes = [throttles.ByAddress, throttles.ByAccount]
    throttle_scope = "login"  # its rate is in the setting THROTTLE_RATES
    throttled_account = "email"  # the field of the body that names the account

Both are needed: one address that tries many accounts, and many addresses that try one.
An account that does not exist is limited like one that does.

Where people log in with several names, such as a user name or an e-mail address, the limits
count the account and not the name: see `accounts_named`.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_backends, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.cache import cache
from django.core.exceptions import (
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    ValidationError,
)
from django.db import DataError
from django.db.models import CharField, Q
from django.http import HttpRequest
from rest_framework import throttling
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from api import counting, events, store
from api.addresses import client_network

KNOWN_FOR = timedelta(days=30)

# In characters, as an address. No user has a longer name.
LONGEST_NAME = 254

# What is raised for a text that a field or a database does not take, such as NUL.
REFUSALS = (DataError, ValidationError, ValueError, TypeError)


class ByAddress(throttling.BaseThrottle):
    """Limits what comes from one address, or one IPv6 network of a customer."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        count_address(request, scope_of(view))
        return True


class ByAccount(throttling.BaseThrottle):
    """Limits what is tried on one account, wherever it comes from.

    Whose account it is says the access token, or else the field `throttled_account` of
    the body. What names no account is left to the serializer to refuse.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = scope_of(view)
        if request.user and request.user.is_authenticated:
            count_user(request, scope)
            return True
        data = request.data
        field: str = view.throttled_account  # type: ignore[attr-defined]
        account = data.get(field) if isinstance(data, Mapping) else None
        if isinstance(account, str):
            count_account(request, scope, account)
        return True


def scope_of(view: APIView) -> str:
    scope: str = view.throttle_scope  # type: ignore[attr-defined]
    return scope


def count_address(request: HttpRequest, scope: str) -> None:
    """Count a try from the address of a request.

    Raises Throttled, and so keeps the tries that are refused from being counted for an
    account as well: an attacker could fill the cache with made-up accounts.
    """
    _count(request, scope, "address", client_network(request))


def count_user(request: HttpRequest, scope: str) -> None:
    """Count a try of somebody who is known; raises Throttled."""
    _count(request, scope, "user", str(request.user.pk))


def count_account(request: HttpRequest, scope: str, account: str) -> None:
    """Count a try on an account, unless its owner is known there to log in.

    Then the limit of the address is enough. Only for logging in: what is an address
    elsewhere is a name there, and can be somebody else's. Raises Throttled.
    """
    if scope != "login":
        _count(request, scope, "account", counting.normalized(account))
        return
    for key in accounts_named(account):
        if not _is_known(request, key):
            _count(request, scope, "account", key)


def remember_login(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Know the owner of an account where somebody has just proved to be it.

    Whoever tries to guess the password from elsewhere uses up the account's limit, and
    would lock the owner out. The account's tries so far are forgiven, those of the
    address are not: else an attacker could log in to an account of their own every now
    and then. Raises Unavailable.
    """
    key = _key(user)
    # From where the owner is known nothing was counted: what there is, is an attacker's.
    if not _is_known(request, key):
        forget_login(user)
    with store.required():
        cache.set(_known(request, key), True, KNOWN_FOR.total_seconds())


def forget_login(user: AbstractBaseUser) -> None:
    """Forgive the tries on an account, as its owner has got in some other way."""
    counting.forget("login", "account", _key(user))


def has_several_names() -> bool:
    """Tell whether something else than USERNAME_FIELD can be a name to log in with.

    So it is where the user model's manager or an authentication backend finds users in
    its own way. A try to log in takes one query more then.
    """
    return _finds_by_name() or any(
        type(backend).authenticate is not ModelBackend.authenticate
        for backend in get_backends()
    )


def accounts_named(name: str) -> list[str]:
    """Return what to count a try to log in for, by the name that was typed.

    The user is the one that the manager's `get_by_natural_key` finds, if the project has
    its own; this is Django's method for it, and ModelBackend logs in with it. Else it is
    each user who has the name in a unique text field or as the e-mail address, because an
    authentication backend does not tell whom it looks for. What is no user's name is
    counted as text, as all names are where there is only one for each user.
    """
    users: list[AbstractBaseUser] = []
    is_name = len(name.strip()) <= LONGEST_NAME and "\0" not in name
    if is_name and has_several_names():
        # A manager or a database may refuse a text that cannot be a name.
        with suppress(ObjectDoesNotExist, MultipleObjectsReturned, *REFUSALS):
            users = _users_named(name.strip())
    return [_key(user) for user in users] or [counting.normalized(name)]


def _finds_by_name() -> bool:
    """Tell whether the manager has a `get_by_natural_key` that is not Django's."""
    manager = type(get_user_model()._default_manager)
    theirs = getattr(manager, "get_by_natural_key", None)
    return theirs is not BaseUserManager.get_by_natural_key


def _users_named(name: str) -> list[AbstractBaseUser]:
    model = get_user_model()
    manager: Any = model._default_manager
    if _finds_by_name():
        return [manager.get_by_natural_key(name)]
    names = {model.USERNAME_FIELD, model.get_email_field_name()} | {
        field.name
        for field in model._meta.fields
        if field.unique and isinstance(field, CharField)
    }
    matches = (Q(**{field: name}) for field in sorted(names))
    # More users than these few fields would mean that a name is not unique.
    return list(manager.filter(reduce(or_, matches))[: len(names)])


def _key(user: AbstractBaseUser) -> str:
    """Return what is counted for an account; no name that is typed has this form."""
    if has_several_names():
        return f"{user.pk}\n"
    return counting.normalized(user.get_username())


def _count(request: HttpRequest, scope: str, *who: str) -> None:
    try:
        counting.count(scope, *who)
    except Throttled:
        events.record(events.THROTTLED, request=request, scope=scope, by=who[0])
        raise


def _is_known(request: HttpRequest, key: str) -> bool:
    with store.required():
        return bool(cache.get(_known(request, key)))


def _known(request: HttpRequest, key: str) -> str:
    return "known:" + counting.digest(client_network(request), key)
