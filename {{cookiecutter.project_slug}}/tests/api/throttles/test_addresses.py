"""The limit of an address, whatever the accounts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import ELSEWHERE, HOME, log_in
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db

Kwargs = Callable[[int], dict[str, Any]]


def attempts(kwargs: Kwargs, number: int = 6) -> list[int]:
    """Attempt to log in to an account of its own each time."""
    return [
        log_in(f"user{each}@example.com", **kwargs(each)).status_code
        for each in range(number)
    ]


def forwarded(text: str) -> dict[str, Any]:
    return {"headers": {"x-forwarded-for": text}}


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
    settings.TRUSTED_PROXIES = 1

    answers = attempts(
        lambda number: forwarded(f"10.0.0.{number}, {ELSEWHERE}:{4_000 + number}")
    )
    assert answers == [401] * 5 + [429]
    assert attempts(lambda _: forwarded("203.0.113.9"), 1) == [401]


def test_an_ipv6_network_is_one_client() -> None:
    def inside(number: int) -> dict[str, str]:
        return {"address": f"2001:db8:0:1:{number:x}::{number:x}"}

    assert attempts(inside, 20) == [401] * 5 + [429] * 15
    assert attempts(lambda _: {"address": "2001:db8:0:2::1"}, 1) == [401]


def test_two_spellings_of_an_ipv4_address_are_one_client() -> None:
    spellings = ["1.2.3.4", "::ffff:1.2.3.4", "::FFFF:102:304"]

    answers = attempts(lambda number: {"address": spellings[number % 3]})

    assert answers == [401] * 5 + [429]


@pytest.mark.parametrize("text", ["9" * 8_000, "\x00", "1.2.3.4\r\nX: y", "\udcff"])
def test_an_invalid_address_counts_for_the_proxy(settings: Any, text: str) -> None:
    settings.TRUSTED_PROXIES = 1

    assert attempts(lambda _: forwarded(text)) == [401] * 5 + [429]
    assert log_in("ann@example.com", address=ELSEWHERE).status_code == 401
