"""One address tries many accounts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import ELSEWHERE, HOME, log_in

pytestmark = pytest.mark.django_db

Kwargs = Callable[[int], dict[str, Any]]


def statuses(kwargs: Kwargs, tries: int = 6) -> list[int]:
    """Try to log in to an account of its own each time."""
    return [
        log_in(f"user{number}@example.com", **kwargs(number)).status_code
        for number in range(tries)
    ]


def test_many_accounts_from_one_address_are_refused() -> None:
    assert statuses(lambda _: {"address": HOME}, 30) == [401] * 5 + [429] * 25
    assert log_in("ann@example.com", address=ELSEWHERE).status_code == 401


def test_the_answer_says_when_to_try_again(noon: Any) -> None:
    statuses(lambda _: {})
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
def test_no_header_makes_an_address_of_its_own(header: str) -> None:
    answers = statuses(lambda number: {"headers": {header: f"10.0.0.{number}"}})

    assert answers == [401] * 5 + [429]


def forwarded(text: str) -> dict[str, Any]:
    return {"headers": {"x-forwarded-for": text}}


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_heard(
    settings: Any,
) -> None:
    settings.TRUSTED_PROXIES = 1

    answers = statuses(lambda number: forwarded(f"10.0.0.{number}, {ELSEWHERE}"))
    assert answers == [401] * 5 + [429]
    assert statuses(lambda _: forwarded("203.0.113.9"), 1) == [401]


def test_a_port_beside_the_address_makes_no_other_client(
    settings: Any,
) -> None:
    settings.TRUSTED_PROXIES = 1

    answers = statuses(lambda number: forwarded(f"{ELSEWHERE}:{4_000 + number}"))
    assert answers == [401] * 5 + [429]
    assert statuses(lambda _: forwarded("203.0.113.9:4000"), 1) == [401]


def test_a_header_that_is_too_short_is_not_believed(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 2

    answers = statuses(
        lambda number: {"headers": {"x-forwarded-for": f"10.0.0.{number}"}}
    )

    assert answers == [401] * 5 + [429]


def test_an_ipv6_network_is_one_client() -> None:
    def inside(number: int) -> dict[str, str]:
        return {"address": f"2001:db8:0:1:{number:x}::{number:x}"}

    assert statuses(inside, 20) == [401] * 5 + [429] * 15
    assert statuses(lambda _: {"address": "2001:db8:0:2::1"}, 1) == [401]


def test_two_spellings_of_an_ipv4_address_are_one_client() -> None:
    spellings = ["1.2.3.4", "::ffff:1.2.3.4", "::FFFF:102:304"]

    answers = statuses(lambda number: {"address": spellings[number % 3]})

    assert answers == [401] * 5 + [429]


@pytest.mark.parametrize("text", ["9" * 8_000, "\x00", "1.2.3.4\r\nX: y", "\udcff"])
def test_what_is_no_address_does_no_harm(settings: Any, text: str) -> None:
    settings.TRUSTED_PROXIES = 1

    answers = statuses(lambda _: {"headers": {"x-forwarded-for": text}})

    assert answers == [401] * 5 + [429]
    assert log_in("ann@example.com", address=ELSEWHERE).status_code == 401
