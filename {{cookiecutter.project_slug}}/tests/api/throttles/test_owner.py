"""Somebody guesses passwords, and the owner of the account must still get in."""

from datetime import timedelta
from typing import Any

import pytest

from api import throttles
from tests.api.throttles.conftest import ELSEWHERE, HOME, addresses, log_in
from tests.conftest import PASSWORD
from users.models import User


@pytest.fixture
def name(user: User) -> str:
    return user.get_username()


def attack(account: str) -> None:
    """Use up the account's tries."""
    for address in list(addresses())[:6]:
        last = log_in(account, address=address)
    assert last.status_code == 429


def test_an_attacker_does_not_lock_out_the_owner(name: str) -> None:
    assert log_in(name, PASSWORD, HOME).status_code == 200
    attack(name)

    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 429
    assert log_in(name, PASSWORD, HOME).status_code == 200
    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 429


def test_an_owner_in_an_ipv6_network_is_known_in_all_of_it(name: str) -> None:
    assert log_in(name, PASSWORD, "2001:db8:0:1::1").status_code == 200
    attack(name)

    assert log_in(name, PASSWORD, "2001:db8:0:1:2:3:4:5").status_code == 200


def test_the_owners_place_has_a_limit_too(name: str) -> None:
    log_in(name, PASSWORD, HOME)

    answers = [log_in(name, address=HOME).status_code for _ in range(5)]

    assert answers == [401] * 4 + [429]


def test_what_the_owner_mistypes_does_not_count_for_the_account(name: str) -> None:
    log_in(name, PASSWORD, HOME)
    for _ in range(4):
        log_in(name, address=HOME)

    answers = [
        log_in(name, address=address).status_code for address in list(addresses())[:6]
    ]

    assert answers == [401] * 5 + [429]


def test_a_place_is_known_for_thirty_days(name: str, noon: Any) -> None:
    log_in(name, PASSWORD, HOME)

    noon.shift(timedelta(days=29, hours=23))
    attack(name)
    assert log_in(name, address=HOME).status_code == 401

    noon.shift(timedelta(hours=1))
    attack(name)
    assert log_in(name, address=HOME).status_code == 429


def test_a_failed_login_makes_nothing_known(name: str) -> None:
    log_in(name, "wrong", HOME)
    attack(name)

    assert log_in(name, PASSWORD, HOME).status_code == 429


def test_a_place_is_known_for_one_account_only(name: str) -> None:
    log_in(name, PASSWORD, HOME)
    attack("nobody@example.com")

    assert log_in("nobody@example.com", address=HOME).status_code == 429


def test_logging_in_forgives_the_tries_on_the_account(name: str) -> None:
    places = addresses()
    for _ in range(4):
        log_in(name, address=next(places))
    assert log_in(name, PASSWORD, next(places)).status_code == 200

    answers = [log_in(name, address=next(places)).status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


def test_logging_in_does_not_forgive_the_tries_of_the_address(name: str) -> None:
    for number in range(4):
        log_in(f"user{number}@example.com")
    assert log_in(name, PASSWORD).status_code == 200

    assert log_in("user5@example.com").status_code == 429


def test_who_got_in_by_another_way_starts_anew(name: str, user: User) -> None:
    attack(name)

    throttles.forget_login(user)

    assert log_in(name, PASSWORD, ELSEWHERE).status_code == 200
