"""How often a view may be tried: by one address, and for one account.

    throttle_classes = [throttles.ByAddress, throttles.ByAccount]
    throttle_scope = "login"  # its rate is in the setting THROTTLE_RATES
    throttled_account = "email"  # the field of the body that names the account

Both are needed: one address that tries many accounts, and many addresses that try one.
An account that does not exist is limited like one that does.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.cache import cache
from django.http import HttpRequest
from rest_framework import throttling
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.views import APIView

from api import counting, events, store
from api.addresses import client_network

KNOWN_FOR = timedelta(days=30)


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
    if scope != "login" or not _is_known(request, account):
        _count(request, scope, "account", counting.normalized(account))


def remember_login(request: HttpRequest, account: str) -> None:
    """Know the owner of an account where somebody has just proved to be it.

    Whoever tries to guess the password from elsewhere uses up the account's limit, and
    would lock the owner out. `account` is what one logs in with. Its tries so far are
    forgiven, those of the address are not: else an attacker could log in to an account
    of their own every now and then. Raises Unavailable.
    """
    # From where the owner is known nothing was counted: what there is, is an attacker's.
    if not _is_known(request, account):
        forget_account("login", account)
    with store.required():
        cache.set(_known(request, account), True, KNOWN_FOR.total_seconds())


def forget_account(scope: str, account: str) -> None:
    """Forgive the tries on an account, as its owner has got in some other way."""
    counting.forget(scope, "account", counting.normalized(account))


def _count(request: HttpRequest, scope: str, *who: str) -> None:
    try:
        counting.count(scope, *who)
    except Throttled:
        events.record(events.THROTTLED, request=request, scope=scope, by=who[0])
        raise


def _is_known(request: HttpRequest, account: str) -> bool:
    with store.required():
        return bool(cache.get(_known(request, account)))


def _known(request: HttpRequest, account: str) -> str:
    return "known:" + counting.digest(
        client_network(request), counting.normalized(account)
    )
