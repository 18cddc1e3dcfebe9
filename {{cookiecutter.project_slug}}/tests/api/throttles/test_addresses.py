"""The limit of an address, whatever the accounts, and which address a client has."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest
from django.test import RequestFactory

from api.addresses import client_address
from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import ELSEWHERE, HOME, log_in
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db


def attempts(kwargs: Callable[[int], dict[str, Any]], number: int = 6) -> list[int]:
    """Attempt to log in to an account of its own each time."""
    return [
        log_in(f"user{each}@example.com", **kwargs(each)).status_code
        for each in range(number)
    ]


def test_many_accounts_from_one_address_are_refused(user: User) -> None:
    assert attempts(lambda _: {"address": HOME}, 30) == [401] * 5 + [429] * 25
    assert log_in(user.get_username()).status_code == 429

    # What was refused has not been counted for the account.
    assert log_in(user.get_username(), PASSWORD, ELSEWHERE).status_code == 200


def test_the_answer_says_when_to_try_again(noon: Any) -> None:
    attempts(lambda _: {})
    noon.shift(20.5)

    response = log_in("ann@example.com")

    assert_problem(response, 429, "throttled")
    assert response["Retry-After"] == "40"
    noon.shift(39)
    assert log_in("ann@example.com").status_code == 429
    noon.shift(1)
    assert log_in("ann@example.com").status_code == 401


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip"]
)
def test_without_a_proxy_headers_are_ignored(header: str) -> None:
    answers = attempts(lambda number: {"headers": {header: f"10.0.0.{number}"}})

    assert answers == [401] * 5 + [429]


def test_behind_a_proxy_its_header_counts(settings: Any) -> None:
    def forwarded(text: str) -> dict[str, Any]:
        return {"headers": {"x-forwarded-for": text}}

    settings.TRUSTED_PROXIES = 1

    answers = attempts(lambda n: forwarded(f"10.0.0.{n}, {ELSEWHERE}:{4_000 + n}"))
    assert answers == [401] * 5 + [429]
    assert attempts(lambda _: forwarded("203.0.113.9"), 1) == [401]


def test_an_ipv6_network_is_one_client() -> None:
    answers = attempts(lambda n: {"address": f"2001:db8:0:1:{n:x}::{n:x}"})
    assert answers == [401] * 5 + [429]
    assert attempts(lambda _: {"address": "2001:db8:0:2::1"}, 1) == [401]


def address(direct: str = HOME, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=direct, headers=headers)
    return client_address(request)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        (2, "10.9.9.9, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "198.51.100.7", HOME),
        (3, "198.51.100.7, 203.0.113.9", HOME),
        (1, None, HOME),
        (1, "198.51.100.7,", HOME),
        (-1, "198.51.100.7", HOME),
        (2, "198.51.100.7:1 , 203.0.113.9:2", "198.51.100.7"),
        (1, "[2001:db8::7]:443", "2001:db8::7"),
        (1, "[::ffff:198.51.100.7]:65535", "198.51.100.7"),
        (1, "198.51.100.7:", HOME),
        (1, "198.51.100.7:123456", HOME),
        (1, "[198.51.100.7:80", HOME),
        (1, "[unknown]:80", HOME),
    ],
)
def test_proxies_are_counted_from_the_right(
    settings: Any, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies

    assert address(forwarded=forwarded) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::FFFF:102:304", "1.2.3.4"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("fe80::1%a\n{}", "fe80::1"),
        (" 1.2.3.4\t", "1.2.3.4"),
    ],
)
def test_an_address_has_one_spelling(settings: Any, text: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = 1

    assert address(direct=text) == address(forwarded=text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "unix:", "1.2.3", "01.2.3.4", "[::1]", "\x00", "\u0661.2.3.4", "\udcff"],
)
def test_an_invalid_address_counts_for_the_proxy(settings: Any, text: str) -> None:
    assert address(direct=text) == ""

    settings.TRUSTED_PROXIES = 1
    assert ip_address(address(forwarded=text)) == ip_address(HOME)
