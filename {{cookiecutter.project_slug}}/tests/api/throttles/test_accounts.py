"""Many addresses try one account."""

import json
from typing import Any, cast

import pytest
from django.core.cache import cache

from tests.api.conftest import Lines, assert_problem, login
from tests.api.throttles.conftest import WRONG, addresses, log_in
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db


def statuses(accounts: list[Any], password: str = WRONG) -> list[int]:
    """Try to log in from an address of its own each time."""
    return [
        log_in(account, password, address).status_code
        for account, address in zip(accounts, addresses(), strict=False)
    ]


def test_one_account_from_many_addresses_is_refused(user: User) -> None:
    answers = statuses([user.get_username()] * 10)

    assert answers == [401] * 5 + [429] * 5


def test_the_right_password_is_refused_too(user: User) -> None:
    statuses([user.get_username()] * 5)

    response = log_in(user.get_username(), PASSWORD, "198.51.100.1")

    assert response.status_code == 429


def test_an_account_that_is_not_there_gets_the_same_answers(user: User) -> None:
    def answers(account: str, network: str) -> list[Any]:
        responses = [
            log_in(account, address=address)
            for address in list(addresses(network))[:10]
        ]
        return [(each.status_code, each.content) for each in responses]

    there = answers(user.get_username(), "203.0.113")
    assert answers("nobody@example.com", "198.51.100") == there


@pytest.mark.parametrize(
    "spelling",
    [
        "ANN@example.com",
        " ann@example.com\t",
        "\u2003ann@example.com",
        "\uff41nn@example.com",
        "ann\uff20example.com",
        "ann@example.co\u1d50",
    ],
)
def test_an_account_has_one_limit_however_it_is_spelt(
    user: User, spelling: str
) -> None:
    answers = statuses([user.get_username(), spelling] * 3)

    assert answers == [401] * 5 + [429]


# Some caches refuse a key that others only warn of.
@pytest.mark.filterwarnings("error::django.core.cache.CacheKeyWarning")
@pytest.mark.parametrize(
    "text",
    [
        "a" * 8_000,
        "\u0315\u0300" * 10_000,
        "a\r\nb",
        "a\x1b[2K",
        "a\x00b",
        "a:b|c",
        "throttle:login:*",
        "\U0010ffff",
    ],
)
def test_what_is_no_name_does_no_harm(user: User, text: str) -> None:
    answers = statuses([text] * 6)

    assert set(answers[:5]) <= {400, 401}
    assert answers[5] == 429
    assert statuses([user.get_username()], PASSWORD) == [200]


@pytest.mark.parametrize("name", [None, [], {}, ["ann@example.com"]])
def test_what_names_no_account_is_refused_as_such(name: Any) -> None:
    for address in list(addresses())[:7]:
        assert log_in(name, address=address).status_code == 400


@pytest.mark.parametrize("body", [[], [{}], "text", 1, None])
def test_what_is_no_object_is_refused_as_such(body: Any, settings: Any) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES)
    for _ in range(7):
        assert login(json.dumps(body).encode()).status_code == 400


def test_many_passwords_in_one_request_are_refused(credentials: dict[str, str]) -> None:
    tries = [{**credentials, "password": WRONG}, credentials]

    for body in (tries, [credentials]):
        assert_problem(login(json.dumps(body).encode()), 400, "invalid")


def test_the_cache_does_not_hold_what_was_typed(user: User) -> None:
    statuses([user.get_username()] * 6)
    statuses([user.get_username()], PASSWORD)

    kept = str(list(cast("Any", cache)._cache.items()))
    assert "throttle:login" in kept
    assert "ann" not in kept
    assert "203.0.113" not in kept


def test_a_refusal_is_recorded_without_the_account(user: User, lines: Lines) -> None:
    statuses([user.get_username()] * 6)

    [line] = [each for each in lines() if each["event"].startswith("excess")]
    assert (line["event"], line["level"]) == ("excess_rate_limit_exceeded", "warning")
    assert (line["ip"], line["scope"], line["by"]) == (
        "203.0.113.6",
        "login",
        "account",
    )
    assert "ann" not in str(line)


def test_refused_tries_of_one_address_use_up_no_account(user: User) -> None:
    for _ in range(5):
        log_in("nobody@example.com")
    for _ in range(5):
        assert log_in(user.get_username()).status_code == 429

    assert statuses([user.get_username()], PASSWORD) == [200]
