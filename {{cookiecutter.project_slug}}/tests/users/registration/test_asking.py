"""Asking for an account tells nothing, and mails to nobody but the address's owner."""

from typing import Any

import pytest

from tests.users.conftest import MAILBOXES, NO_MAILBOXES
from tests.users.registration.conftest import ADDRESS, Call, tokens_in
from users.models import User


def test_the_answer_is_the_same_for_every_address(
    register: Call, user: User, mailoutbox: list[Any]
) -> None:
    new, taken = register(), register("ANN@Example.com")

    assert new.status_code == taken.status_code == 202
    assert new.content == taken.content
    assert dict(new.items()).keys() == dict(taken.items()).keys()
    assert [mail.to for mail in mailoutbox] == [[ADDRESS], [user.email]]


@pytest.mark.parametrize(
    ("address", "twin"), [("kim@example.com", "\u212aim@example.com"), *MAILBOXES]
)
def test_the_mailbox_that_is_asked_is_the_one_that_gets_the_account(
    register: Call, verify: Call, mailoutbox: list[Any], address: str, twin: str
) -> None:
    assert register(twin).status_code == 202

    assert mailoutbox[0].to == [address]
    assert verify(tokens_in(mailoutbox)[0]).status_code == 201
    assert User.objects.get().email == address
    # Whoever asks again, in any spelling, is told that they have one.
    assert register(address).status_code == register(twin).status_code == 202
    assert len(tokens_in(mailoutbox)) == 1


def test_the_owner_of_an_account_is_told_and_gets_no_link(
    register: Call, user: User, mailoutbox: list[Any]
) -> None:
    register(user.email)

    assert tokens_in(mailoutbox) == []
    assert "You have an account" in mailoutbox[0].subject
    assert "nothing was changed" in mailoutbox[0].body


def test_what_is_no_address_is_refused(register: Call, mailoutbox: list[Any]) -> None:
    no_text = ("", "ben", "ben@example.com\nBcc: all@example.com", ["a"], None)
    for address in (*no_text, *NO_MAILBOXES):
        assert register(address).status_code == 400, address

    assert mailoutbox == []


def test_mails_and_tries_are_limited(
    register: Call, verify: Call, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.THROTTLE_RATES = {"register": (2, 3600), "verify": (1, 3600)}

    assert [register().status_code for _ in range(3)] == [202, 202, 429]
    assert len(mailoutbox) == 2
    assert [verify("x").status_code for _ in range(2)] == [400, 429]
