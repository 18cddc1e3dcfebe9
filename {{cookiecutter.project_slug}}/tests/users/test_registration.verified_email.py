"""A mailed link creates an account: once, within a day, for the owner of the address."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import Lines
from tests.conftest import PASSWORD
from tests.races import at_once, with_row_locks
from tests.users.conftest import MAILBOXES, NO_MAILBOXES
from users import mail
from users.models import User
from users.registration import SALT

pytestmark = pytest.mark.django_db

ADDRESS = "ben@example.com"
NAMES: dict[str, Any] = {
    name: "ben" for name in [User.USERNAME_FIELD] if name != "email"
}


def tokens_in(mails: list[Any]) -> list[str]:
    """Return the tokens of the links that were mailed."""
    found = [re.search(r"/verify-email#token=(\S+)", mail.body) for mail in mails]
    return [token[1] for token in found if token]


def link_for(address: str = ADDRESS) -> str:
    return signing.dumps(address, salt=SALT)


def register(email: Any = ADDRESS, **more: Any) -> Any:
    """Request a link for an address."""
    return APIClient().post(reverse("register"), {"email": email, **more})


def verify(token: str, **more: Any) -> Any:
    """Create an account with a link."""
    body = {"token": token, "password": PASSWORD, **NAMES, **more}
    return APIClient().post(reverse("verify_email"), body)


def log_in(password: str = PASSWORD) -> int:
    name = {User.USERNAME_FIELD: NAMES.get("username", ADDRESS)}
    body = {**name, "password": password}
    client = transport.new_client()
    return int(client.post(reverse("token_obtain_pair"), body).status_code)


def test_the_response_is_the_same_for_every_address(
    user: User, mailoutbox: list[Any]
) -> None:
    new, taken = register(), register("ANN@Example.com")

    assert new.status_code == taken.status_code == 202
    assert new.content == taken.content
    assert dict(new.items()).keys() == dict(taken.items()).keys()
    assert [mail.to for mail in mailoutbox] == [[ADDRESS], [user.email]]
    # The owner of an account is told so, and gets no link.
    assert len(tokens_in(mailoutbox)) == 1
    assert "You have an account" in mailoutbox[1].subject
    assert "nothing was changed" in mailoutbox[1].body


def test_nothing_is_looked_up_before_the_response(
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    settings: Any,
) -> None:
    settings.BACKGROUND_THREADS = 2
    later: list[Any] = []
    monkeypatch.setattr(mail.executor, "submit", lambda *task: later.append(task))

    with django_assert_num_queries(0):
        for address in (user.email, "unknown@example.com"):
            assert register(address).status_code == 202

    assert len(later) == 2


@pytest.mark.parametrize(
    ("address", "twin"), [("kim@example.com", "\u212aim@example.com"), *MAILBOXES]
)
def test_the_account_is_for_the_mailbox_that_got_the_link(
    mailoutbox: list[Any], address: str, twin: str
) -> None:
    assert register(twin).status_code == 202

    assert mailoutbox[0].to == [address]
    assert verify(tokens_in(mailoutbox)[0]).status_code == 201
    assert User.objects.get().email == address
    # The mailbox has one account, however its address is written.
    assert register(address).status_code == register(twin).status_code == 202
    assert len(tokens_in(mailoutbox)) == 1


def test_an_address_without_a_mailbox_is_refused(mailoutbox: list[Any]) -> None:
    no_text = ("", "ben", "ben@example.com\nBcc: all@example.com", ["a"], None)
    for address in (*no_text, *NO_MAILBOXES):
        assert register(address).status_code == 400, address

    assert mailoutbox == []


def test_mails_and_attempts_are_limited(settings: Any, mailoutbox: list[Any]) -> None:
    settings.THROTTLE_RATES = {"register": (2, 3600), "verify": (1, 3600)}

    assert [register().status_code for _ in range(3)] == [202, 202, 429]
    assert len(mailoutbox) == 2
    assert [verify("x").status_code for _ in range(2)] == [400, 429]


def test_an_account_that_was_created_with_a_link_can_log_in(
    mailoutbox: list[Any], lines: Lines
) -> None:
    requested = register(password=PASSWORD, **NAMES)
    assert (requested.status_code, requested.content) == (202, b"")
    assert not User.objects.exists()
    assert log_in() == 401

    response = verify(tokens_in(mailoutbox)[0], first_name="Ben")

    assert response.status_code == 201
    user = User.objects.get()
    assert response.json()["id"] == str(user.pk)
    assert (user.email, user.first_name) == (ADDRESS, "Ben")
    assert not set(response.json()) & {"access", "refresh", "password"}
    assert log_in() == 200
    assert "user_created" in {line["event"] for line in lines()}


def test_an_attacker_gains_nothing_by_registering_another_users_address(
    mailoutbox: list[Any],
) -> None:
    register(password="the attacker knows this one")
    register()

    assert verify(tokens_in(mailoutbox)[0]).status_code == 201
    assert log_in("the attacker knows this one") == 401
    assert log_in() == 200


def test_a_password_has_to_be_accepted_and_is_stored_exactly() -> None:
    weak = verify(link_for(), password="b" * 20)
    assert weak.status_code == 400
    assert weak.json()["errors"]["password"][0]["code"] == "password_too_common"
    assert verify(link_for(), password=ADDRESS).status_code == 400

    # A refused password does not use the link.
    assert verify(link_for(), password="  four quiet otters ").status_code == 201
    user = User.objects.get()
    assert user.check_password("  four quiet otters ")
    assert not user.check_password("four quiet otters")


def test_a_new_user_gets_no_permission() -> None:
    attack = {"is_staff": True, "is_superuser": True, "groups": [1], "id": "1"}

    response = verify(link_for(), email="root@example.com", is_active=False, **attack)

    assert response.status_code == 201
    user = User.objects.get()
    assert not (user.is_staff or user.is_superuser or user.groups.exists())
    assert (user.email, user.is_active) == (ADDRESS, True)


def test_a_link_works_once() -> None:
    link = link_for()

    assert verify(link).status_code == 201
    again = verify(link, **dict.fromkeys(NAMES, "benjamin"))

    assert again.status_code == 400
    assert again.json()["code"] == "invalid_link"
    assert User.objects.count() == 1


@pytest.mark.parametrize(("hours", "status"), [(23, 201), (25, 400)])
def test_a_link_is_valid_for_a_day(hours: int, status: int) -> None:
    link = link_for()

    with time_machine.travel(now() + timedelta(hours=hours)):
        assert verify(link).status_code == status


def test_the_response_does_not_tell_what_is_wrong_with_a_link() -> None:
    with time_machine.travel(now() - timedelta(hours=25)):
        old = link_for()
    wrong = [old, "x", "a:b:c", link_for() + "x", signing.dumps(ADDRESS)]
    wrong.append(signing.dumps(ADDRESS, salt=SALT, key="another-key"))

    answers = [verify(link) for link in wrong]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert not User.objects.exists()


@pytest.mark.parametrize("link", [{}, {"token": "x"}, {"token": ""}, {"token": ["x"]}])
def test_without_a_link_the_response_does_not_tell_which_names_are_taken(
    api: APIClient, user: User, link: dict[str, Any]
) -> None:
    answers = [
        api.post(reverse("verify_email"), {**link, "username": name, "email": name})
        for name in (user.get_username(), "unknown@example.com")
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content == answers[1].content


@with_row_locks
def test_of_ten_concurrent_links_one_creates_the_account() -> None:
    twins = [ADDRESS, "BEN@example.com", "\uff42en@example.com"]
    calls = [
        partial(verify, link_for(twins[n % 3]), **dict.fromkeys(NAMES, f"ben{n}"))
        for n in range(10)
    ]

    answers = at_once(calls)
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1
    # Taken already, or by a concurrent request.
    assert set(statuses) <= {201, 400, 409}
    assert User.objects.count() == 1
