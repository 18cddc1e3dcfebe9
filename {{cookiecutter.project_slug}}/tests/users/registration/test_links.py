"""A link that makes an account works once, for a day."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.races import at_once, with_row_locks
from users.models import User
from users.registration.links import SALT

Call = Callable[..., Any]


@pytest.fixture
def verify(api: APIClient, db: None) -> Call:
    def post(token: str, username: str = "ben") -> Any:
        names = {"username": username} if User.USERNAME_FIELD == "username" else {}
        body = {"token": token, "password": PASSWORD, **names}
        return api.post(reverse("verify_email"), body)

    return post


def link_for(address: str = "ben@example.com") -> str:
    return signing.dumps(address, salt=SALT)


def test_a_link_works_once(verify: Call) -> None:
    link = link_for()

    assert verify(link).status_code == 201
    again = verify(link, "benjamin")

    assert again.status_code == 400
    assert again.json()["code"] == "invalid_link"
    assert User.objects.count() == 1


@pytest.mark.parametrize(("hours", "status"), [(23, 201), (25, 400)])
def test_a_link_lives_for_a_day(verify: Call, hours: int, status: int) -> None:
    link = link_for()

    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        assert verify(link).status_code == status


def test_a_link_is_this_services_and_of_its_kind(verify: Call, settings: Any) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        old = link_for()
    forged = [
        old,
        "x",
        "a:b:c",
        link_for() + "x",
        signing.dumps("ben@example.com"),
        signing.dumps("ben@example.com", salt=SALT, key="another-key"),
    ]

    answers = [verify(link) for link in forged]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert not User.objects.exists()


@pytest.mark.parametrize("link", [{}, {"token": "x"}, {"token": ""}, {"token": ["x"]}])
def test_without_a_link_nobody_learns_which_names_are_taken(
    api: APIClient, user: User, link: dict[str, Any]
) -> None:
    answers = [
        api.post(reverse("verify_email"), {**link, "username": name, "email": name})
        for name in (user.get_username(), "nobody@example.com")
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content == answers[1].content


def test_a_link_opens_nothing_else(api: APIClient, user: User) -> None:
    header = {"authorization": f"Bearer {link_for(user.email)}"}

    assert api.get(reverse("me"), headers=header).status_code == 401


@with_row_locks
def test_of_ten_links_at_once_one_makes_the_account(verify: Call) -> None:
    twins = ["ben@example.com", "BEN@example.com", "\uff42en@example.com"]
    links = [link_for(twins[n % 3]) for n in range(10)]

    answers = at_once(
        [partial(verify, link, f"ben{n}") for n, link in enumerate(links)]
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] + [400] * 9
    assert User.objects.count() == 1
