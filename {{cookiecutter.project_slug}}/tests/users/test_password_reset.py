"""A mailed link sets a new password: once, within an hour, for the owner of the address."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from rest_framework.test import APIClient

from tests.api.conftest import Lines
from tests.client import Tokens, log_in, me, new_tokens, refresh
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.races import at_once, set_password, with_row_locks
from users.models import User

Link = dict[str, str]


def links_in(mails: list[Any]) -> list[Link]:
    """Return the links that were mailed."""
    found = [re.search(r"#uid=(\S+)&token=(\S+)", mail.body) for mail in mails]
    return [{"uid": link[1], "token": link[2]} for link in found if link]


def ask(email: str, host: int = 1, **more: Any) -> Any:
    """Request a link for an address."""
    body = {"email": email}
    address = f"192.0.2.{host}"
    return APIClient().post(
        reverse("password_reset"), body, REMOTE_ADDR=address, **more
    )


def use(link: Link, password: str = NEW_PASSWORD) -> Any:
    """Set a new password with a link."""
    body = {**link, "new_password": password}
    return APIClient().post(reverse("password_reset_confirm"), body)


@pytest.fixture
def link(user: User, mailoutbox: list[Any]) -> Link:
    """A link that was mailed to the user."""
    ask(user.email)
    return links_in(mailoutbox)[-1]


def assert_invalid(response: Any) -> None:
    assert response.status_code == 400
    assert response.json()["code"] == "invalid_link"


def test_a_link_sets_exactly_the_new_password_and_does_not_log_in(
    link: Link, user: User
) -> None:
    assert me(link["token"]).status_code == 401
    response = use(link, f" {NEW_PASSWORD}")

    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    user.refresh_from_db()
    assert user.check_password(f" {NEW_PASSWORD}")
    assert not user.check_password(NEW_PASSWORD)


def test_a_link_works_once(link: Link) -> None:
    assert use(link).status_code == 204

    assert_invalid(use(link, "another five words nobody knows"))


@with_row_locks
def test_of_ten_concurrent_uses_one_sets_the_password(link: Link, user: User) -> None:
    passwords = [f"{NEW_PASSWORD} {n}" for n in range(10)]

    answers = at_once([partial(use, link, new) for new in passwords])

    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 9
    user.refresh_from_db()
    [winner] = [a for a in zip(answers, passwords, strict=True) if a[0].content == b""]
    assert user.check_password(winner[1])


def log_in_to_the_admin(user: User) -> None:
    User.objects.update(is_staff=True)
    form = {"username": user.get_username(), "password": PASSWORD}
    assert Client().post(reverse("admin:login"), form).status_code == 302


def set_address(user: User) -> None:
    User.objects.update(email="ann.smith@example.com")


def ask_again(user: User) -> None:
    assert ask(user.email).status_code == 202


@pytest.mark.parametrize(
    "event", [log_in, log_in_to_the_admin, set_password, set_address, ask_again]
)
def test_a_login_a_new_password_a_new_address_and_a_newer_link_end_a_link(
    link: Link, user: User, event: Callable[[User], Any]
) -> None:
    event(user)

    assert_invalid(use(link))


@pytest.mark.parametrize(("minutes", "status"), [(59, 204), (61, 400)])
def test_a_link_is_valid_for_an_hour(link: Link, minutes: int, status: int) -> None:
    with time_machine.travel(now() + timedelta(minutes=minutes)):
        assert use(link).status_code == status


def test_neither_reading_a_link_nor_a_refused_password_uses_it(
    api: APIClient, link: Link
) -> None:
    assert api.get(reverse("password_reset_confirm"), link).status_code == 405
    refused = use(link, "short")

    assert refused.status_code == 400
    errors = refused.json()["errors"]["new_password"]
    assert "password_too_short" in {error["code"] for error in errors}
    assert use(link).status_code == 204


def test_the_response_does_not_tell_what_is_wrong_with_a_link(
    link: Link, user: User
) -> None:
    other = make_user("ben@example.com")
    uids = (str(other.pk), str(uuid4()), "1", "\u0661")
    wrong = [use({**link, "uid": uid}) for uid in uids]
    wrong += [use({**link, "token": token}) for token in ("x", "x-y", "b2-" + "0" * 32)]
    with time_machine.travel(now() + timedelta(minutes=61)):
        wrong.append(use(link))
    user.is_active = False
    user.save()
    wrong.append(use(link))

    for response in wrong:
        assert_invalid(response)
    assert len({response.content for response in wrong}) == 1


def test_the_database_contains_no_link(link: Link, user: User, settings: Any) -> None:
    user.refresh_from_db()
    settings.SECRET_KEY = "another-key"

    assert_invalid(use(link))
    assert link["token"] not in str(User.objects.values().get())


def test_a_reset_ends_all_that_any_new_password_ends(
    tokens: Tokens, link: Link
) -> None:
    """Whether that is a session, a refresh token or nothing depends on the answers."""

    def statuses(tokens: Tokens) -> tuple[int, int]:
        answers = me(tokens["access"]), refresh(tokens["refresh"])
        return answers[0].status_code, answers[1].status_code

    other = make_user("ben@example.com")
    others = new_tokens(other)
    set_password(other)

    assert use(link).status_code == 204
    assert statuses(tokens) == statuses(others)


def test_the_owner_is_told_and_the_event_is_recorded_without_a_secret(
    link: Link, user: User, mailoutbox: list[Any], lines: Lines, caplog: Any
) -> None:
    assert use({**link, "token": "x"}).status_code == 400
    assert use(link).status_code == 204

    told = mailoutbox[-1]
    assert told.to == [user.email]
    assert "was changed" in told.subject
    [line] = [each for each in lines() if each["event"].startswith("authn")]
    assert (line["event"], line["user_id"]) == ("authn_password_change", str(user.pk))
    assert line["ip"] == "127.0.0.1"
    for secret in (PASSWORD, NEW_PASSWORD, link["token"]):
        assert secret not in told.body
        assert secret not in caplog.text
