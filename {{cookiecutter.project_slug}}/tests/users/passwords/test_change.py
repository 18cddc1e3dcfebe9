"""Changing a password takes the old one."""

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.users.passwords.conftest import NEW_PASSWORD
from users.models import User

Change = Callable[..., Any]

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def change(api: APIClient, tokens: dict[str, str]) -> Change:
    def post(current: str = PASSWORD, new: str = NEW_PASSWORD) -> Any:
        return api.post(
            reverse("password_change"),
            {"current_password": current, "new_password": new},
            headers={"authorization": f"Bearer {tokens['access']}"},
        )

    return post


def test_the_new_password_logs_in_and_the_old_does_not(
    change: Change, api: APIClient, credentials: dict[str, str], lines: Any
) -> None:
    assert change().status_code == 200
    assert "authn_password_change" in {line["event"] for line in lines()}

    login = reverse("token_obtain_pair")
    assert api.post(login, credentials).status_code == 401
    assert api.post(login, {**credentials, "password": NEW_PASSWORD}).status_code == 200


def test_the_answer_brings_a_pair_that_works(
    change: Change, tokens_in: Any, me: Any, refresh: Any
) -> None:
    fresh = tokens_in(change())

    assert sorted(fresh) == ["access", "refresh"]
    assert me(fresh["access"]).status_code == 200
    assert refresh(fresh["refresh"]).status_code == 200


def test_without_the_current_password_nothing_changes(
    change: Change, user: User, lines: Any
) -> None:
    response = change(current=f"{PASSWORD} ")

    assert response.status_code == 400
    [complaint] = response.json()["errors"]["current_password"]
    assert complaint["code"] == "wrong_password"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "authn_password_change_fail" in {line["event"] for line in lines()}


def test_the_policy_applies(change: Change, user: User) -> None:
    response = change(new="a" * 15)

    assert response.status_code == 400
    [complaint] = response.json()["errors"]["new_password"]
    assert complaint["code"] == "password_too_common"


def test_the_owner_is_told(change: Change, user: User, mailoutbox: list[Any]) -> None:
    change()

    [told] = mailoutbox
    assert told.to == [user.email]
    assert NEW_PASSWORD not in told.body
    # It promises nothing that a new password does not do in every project.
    assert "\nIf it was not you, ask for a new password right now:\n" in told.body


def test_only_its_owner_changes_a_password(api: APIClient, user: User) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}

    assert api.post(reverse("password_change"), body).status_code == 401


def test_guessing_the_current_password_is_slowed_down(
    api: APIClient, user: User, settings: Any
) -> None:
    api.force_authenticate(user)
    settings.THROTTLE_RATES = {"login": (5, 60)}
    body = {"current_password": "wrong", "new_password": NEW_PASSWORD}

    with time_machine.travel(NOON, tick=False):
        answers = [
            api.post(reverse("password_change"), body, REMOTE_ADDR=f"192.0.2.{host}")
            for host in range(1, 8)
        ]

    assert [answer.status_code for answer in answers] == [400] * 5 + [429] * 2
