"""The limit of an account, whatever the addresses, and its exemption for the owner."""

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from django.core.cache import cache

from tests.api.conftest import Lines, assert_problem, login
from tests.api.throttles.conftest import (
    ELSEWHERE,
    HOME,
    WRONG,
    addresses,
    log_in,
    statuses,
)
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def name(user: User) -> str:
    return user.get_username()


def attack(account: str) -> None:
    """Use up the limit of an account."""
    assert statuses([account] * 6)[-1] == 429


def test_one_account_from_many_addresses_is_refused(name: str) -> None:
    assert statuses([name] * 10) == [401] * 5 + [429] * 5
    # Also with the right password.
    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 429


def test_an_account_that_does_not_exist_gets_the_same_answers(name: str) -> None:
    def answers(account: str) -> list[Any]:
        responses = [log_in(account, address=next(places)) for _ in range(10)]
        return [(each.status_code, each.content) for each in responses]

    places = addresses()
    assert answers("nobody@example.com") == answers(name)


@pytest.mark.parametrize(
    "spelling",
    ["ANN@example.com", "\u2003ann@example.com\t", "\uff41nn\uff20example.co\u1d50"],
)
def test_all_spellings_of_an_account_share_its_limit(name: str, spelling: str) -> None:
    assert statuses([name, spelling] * 3) == [401] * 5 + [429]


# Some caches refuse a key that others only warn of.
@pytest.mark.filterwarnings("error::django.core.cache.CacheKeyWarning")
@pytest.mark.parametrize(
    "text",
    ["a" * 8_000, "\u0315\u0300" * 10_000, "a\r\nb", "a\x00b", "a:b|c", "\U0010ffff"],
)
def test_a_text_that_is_no_name_is_limited_on_its_own(name: str, text: str) -> None:
    answers = statuses([text] * 6)

    assert set(answers[:5]) <= {400, 401}
    assert answers[5] == 429
    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 200


@pytest.mark.parametrize("name", [None, [], {}, ["ann@example.com"]])
def test_a_name_that_is_no_text_is_not_counted(name: Any) -> None:
    assert statuses([name] * 7) == [400] * 7


def test_a_list_of_logins_is_refused(credentials: dict[str, str]) -> None:
    attempts = [{**credentials, "password": WRONG}, credentials]
    bodies: list[Any] = [attempts, [], "text", None]

    for body in bodies:
        assert_problem(login(json.dumps(body).encode()), 400, "invalid")


def test_the_cache_does_not_hold_names_and_addresses(name: str) -> None:
    log_in(name, PASSWORD, HOME)
    attack(name)

    kept = str(list(cast("Any", cache)._cache.items()))
    assert "throttle:login" in kept
    assert "ann" not in kept
    assert "203.0.113" not in kept


def test_a_refusal_is_logged_without_the_account(name: str, lines: Lines) -> None:
    attack(name)

    [line] = [each for each in lines() if each["event"].startswith("excess")]
    assert (line["event"], line["level"]) == ("excess_rate_limit_exceeded", "warning")
    assert (line["ip"], line["scope"], line["by"]) == (
        "203.0.113.6",
        "login",
        "account",
    )
    assert "ann" not in str(line)


@pytest.mark.parametrize(
    ("before", "after"),
    [(HOME, HOME), ("2001:db8:0:1::1", "2001:db8:0:1:2:3:4:5")],
)
def test_an_attacker_does_not_lock_out_the_owner(
    name: str, before: str, after: str
) -> None:
    assert log_in(name, PASSWORD, before).status_code == 200
    attack(name)

    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 429
    assert log_in(name, PASSWORD, after).status_code == 200
    # The attempts of the attacker still count.
    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 429


def test_attempts_at_a_known_address_count_for_the_address_only(name: str) -> None:
    log_in(name, PASSWORD, HOME)

    answers = [log_in(name, address=HOME).status_code for _ in range(5)]

    assert answers == [401] * 4 + [429]
    assert statuses([name] * 6) == [401] * 5 + [429]


def test_an_address_is_known_for_thirty_days(name: str, noon: Any) -> None:
    log_in(name, PASSWORD, HOME)

    for shift, status in (timedelta(days=29, hours=23), 401), (timedelta(hours=1), 429):
        noon.shift(shift)
        attack(name)
        assert log_in(name, address=HOME).status_code == status


def test_an_address_is_known_after_a_login_to_the_same_account_only(name: str) -> None:
    log_in("nobody@example.com", WRONG, HOME)
    log_in(name, PASSWORD, HOME)
    attack("nobody@example.com")

    assert log_in("nobody@example.com", address=HOME).status_code == 429


def test_a_login_resets_the_counter_of_the_account(name: str) -> None:
    assert statuses([name] * 4) == [401] * 4
    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 200

    assert statuses([name] * 6, "198.51.99") == [401] * 5 + [429]


def test_a_login_does_not_reset_the_counter_of_the_address(name: str) -> None:
    for number in range(4):
        log_in(f"user{number}@example.com")
    assert log_in(name, PASSWORD).status_code == 200

    assert log_in("user5@example.com").status_code == 429
