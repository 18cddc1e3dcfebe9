"""A link to another address works once, within an hour, for its user."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from tests.api.conftest import Lines
from tests.client import Tokens, new_tokens
from tests.conftest import PASSWORD, make_user
from tests.races import at_once, set_password, with_row_locks
from tests.users.test_email_change import (
    NEW,
    address_of,
    ask,
    assert_invalid,
    confirm,
    link,
    links_in,
)
from users.email_change import SALT
from users.models import User

__all__ = ["link"]


def test_a_link_works_once(link: str, user: User) -> None:
    assert confirm(link).status_code == 204
    assert_invalid(confirm(link))

    assert address_of(user) == NEW


def set_address(user: User) -> None:
    User.objects.update(email="ann@elsewhere.example")


@pytest.mark.parametrize("event", [set_password, set_address])
def test_a_new_password_or_another_address_ends_a_link(
    link: str, user: User, event: Callable[[User], Any]
) -> None:
    event(user)
    before = address_of(user)

    assert_invalid(confirm(link))
    assert address_of(user) == before


def test_of_two_links_the_first_that_is_used_ends_the_other(
    link: str, tokens: Tokens, user: User, mailoutbox: list[Any]
) -> None:
    ask(tokens, "ann@elsewhere.example")
    assert confirm(links_in(mailoutbox)[-1]).status_code == 204

    assert_invalid(confirm(link))
    assert address_of(user) == "ann@elsewhere.example"


@pytest.mark.parametrize(("minutes", "status"), [(59, 204), (61, 400)])
def test_a_link_is_valid_for_an_hour(link: str, minutes: int, status: int) -> None:
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        assert confirm(link).status_code == status


def test_an_address_that_was_taken_meanwhile_is_refused(link: str, user: User) -> None:
    before = user.email
    make_user(NEW)

    assert_invalid(confirm(link))
    assert address_of(user) == before


def test_opening_a_link_does_not_use_it(api: APIClient, link: str) -> None:
    path = reverse("email_confirm")
    assert api.get(path, {"token": link}).status_code == 405
    assert api.post(path, {}).status_code == 400

    assert confirm(link).status_code == 204


def test_the_response_does_not_tell_what_is_wrong_with_a_link(
    link: str, user: User
) -> None:
    content = signing.loads(link, salt=SALT)
    wrong = ["x", "a:b:c", f"{link}x", signing.dumps(content)]
    wrong.append(signing.dumps(content, salt=SALT, key="another-key"))
    answers = [confirm(text) for text in wrong]
    with time_machine.travel(now() + timedelta(minutes=61)):
        answers.append(confirm(link))
    User.objects.update(is_active=False)
    answers.append(confirm(link))
    user.delete()
    answers.append(confirm(link))

    for answer in answers:
        assert_invalid(answer)
    assert len({answer.content for answer in answers}) == 1


def test_a_link_does_not_contain_what_the_database_has_of_the_password(
    link: str, user: User
) -> None:
    content = str(signing.loads(link, salt=SALT))

    for part in (user.password, user.get_session_auth_hash(), user.email):
        assert part not in content


def test_the_old_address_is_told_and_the_event_is_recorded_without_addresses(
    link: str, user: User, mailoutbox: list[Any], lines: Lines, caplog: Any
) -> None:
    old = user.email
    assert confirm(link).status_code == 204

    told = mailoutbox[-1]
    assert told.to == [old]
    assert "was changed" in told.subject
    assert "\nIf it was not you, " in told.body
    [line] = [line for line in lines() if line["event"] == "user_updated"]
    assert (line["user_id"], line["ip"]) == (str(user.pk), "127.0.0.1")
    assert line["attributes"] == ["email"]
    for private in (NEW, link, PASSWORD):
        assert private not in told.body
        assert private not in caplog.text
    assert old not in caplog.text


@with_row_locks
def test_of_two_users_who_confirm_one_address_one_gets_it(
    tokens: Tokens, mailoutbox: list[Any]
) -> None:
    others = [new_tokens(make_user(f"{name}@example.com")) for name in "bcd"]
    for each in (tokens, *others):
        assert ask(each).status_code == 202

    answers = at_once([partial(confirm, link) for link in links_in(mailoutbox)])

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses.count(204) == 1
    # Taken already, or by a concurrent request.
    assert set(statuses) <= {204, 400, 409}
    assert User.objects.filter(email=NEW).count() == 1


@with_row_locks
def test_of_ten_concurrent_uses_one_changes_the_address(
    link: str, user: User, mailoutbox: list[Any]
) -> None:
    answers = at_once([partial(confirm, link)] * 10)

    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 9
    assert address_of(user) == NEW
    assert [mail.to for mail in mailoutbox] == [[NEW], ["ann@example.com"]]
