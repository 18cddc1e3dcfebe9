"""Mails and guesses are limited, and their limits lock nobody out."""

from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from tests.users.conftest import MAILBOXES
from tests.users.passwords.conftest import NEW_PASSWORD, links_in
from users.models import User

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def one_a_minute(settings: Any) -> Any:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (1, 60))
    with time_machine.travel(NOON, tick=False):
        yield


def test_links_for_one_address_are_limited_whoever_asks(
    api: APIClient, user: User, mailoutbox: list[Any]
) -> None:
    def ask(email: str, host: int) -> int:
        response = api.post(
            reverse("password_reset"), {"email": email}, REMOTE_ADDR=f"192.0.2.{host}"
        )
        return int(response.status_code)

    assert [ask(user.email, host) for host in (1, 2, 3)] == [202, 429, 429]
    assert ask("nobody@example.com", 4) == 202
    assert ask("NOBODY@example.com", 5) == 429
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("address", "twin"), MAILBOXES)
def test_a_mailbox_has_one_limit_however_it_is_spelt(
    api: APIClient, db: None, address: str, twin: str
) -> None:
    answers = [
        api.post(reverse("password_reset"), {"email": email}, REMOTE_ADDR=host)
        for email, host in ((address, "192.0.2.1"), (twin, "192.0.2.2"))
    ]

    assert [answer.status_code for answer in answers] == [202, 429]


def test_who_is_known_by_a_name_is_not_known_by_an_address(
    api: APIClient, credentials: dict[str, str], user: User
) -> None:
    """Where a name can be anything, it can be the address of somebody else."""
    login, name = reverse("token_obtain_pair"), user.get_username()
    assert api.post(login, credentials, REMOTE_ADDR="192.0.2.1").status_code == 200

    answers = [
        api.post(reverse("password_reset"), {"email": name}, REMOTE_ADDR=address)
        for address in ("192.0.2.2", "192.0.2.1")
    ]

    assert [answer.status_code for answer in answers] == [202, 429]


def test_tries_with_links_are_limited(api: APIClient, db: None) -> None:
    body = {"uid": "x", "token": "x", "new_password": NEW_PASSWORD}

    def confirm() -> int:
        return int(api.post(reverse("password_reset_confirm"), body).status_code)

    assert [confirm(), confirm()] == [400, 429]


def test_a_new_password_opens_an_account_that_an_attacker_has_closed(
    api: APIClient, user: User, credentials: dict[str, str], mailoutbox: list[Any]
) -> None:
    def login(password: str, host: int) -> int:
        response = api.post(
            reverse("token_obtain_pair"),
            {**credentials, "password": password},
            REMOTE_ADDR=f"192.0.2.{host}",
        )
        return int(response.status_code)

    assert [login("wrong", host) for host in (1, 2)] == [401, 429]
    assert login(credentials["password"], 3) == 429

    api.post(reverse("password_reset"), {"email": user.email})
    [link] = links_in(mailoutbox)
    api.post(reverse("password_reset_confirm"), {**link, "new_password": NEW_PASSWORD})

    assert login(NEW_PASSWORD, 4) == 200
