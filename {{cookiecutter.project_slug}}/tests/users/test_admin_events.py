"""What happens at the admin's door is written down as at the API's."""

from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.api.conftest import Lines, assert_problem
from tests.conftest import PASSWORD
from tests.users.passwords.conftest import NEW_PASSWORD
from users.models import User

LOGIN = reverse("admin:login")
CHANGE = reverse("admin:password_change")

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)


@pytest.fixture
def staff(user: User) -> User:
    user.is_staff = True
    user.save()
    return user


def form(old: str = PASSWORD, new: str = NEW_PASSWORD) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": new}


def test_logging_in_and_out(client: Client, staff: User, lines: Lines) -> None:
    name = {"username": staff.get_username()}
    assert client.post(LOGIN, {**name, "password": "wrong"}).status_code == 200
    assert client.post(LOGIN, {**name, "password": PASSWORD}).status_code == 302
    assert client.post(reverse("admin:logout")).status_code == 200
    assert client.post(reverse("admin:logout")).status_code == 302

    whom = str(staff.pk)
    assert [
        (line["event"], line["ip"], line.get("user_id"), line.get("reason"))
        for line in lines()
        if line["logger"] == "security"
    ] == [
        ("authn_login_fail", "127.0.0.1", None, None),
        ("authn_login_success", "127.0.0.1", whom, None),
        ("session_expired", "127.0.0.1", whom, "logout"),
    ]


def test_who_is_no_staff_has_failed(client: Client, user: User, lines: Lines) -> None:
    name = {"username": user.get_username()}
    client.post(LOGIN, {**name, "password": PASSWORD})

    [line] = [line for line in lines() if line["logger"] == "security"]
    assert (line["event"], "user_id" in line) == ("authn_login_fail", False)


def test_changing_ones_own_password(client: Client, staff: User, lines: Lines) -> None:
    client.force_login(staff)
    assert client.post(CHANGE, form(old="wrong")).status_code == 200
    assert client.post(CHANGE, form()).status_code == 302

    assert [
        (line["event"], line["user_id"])
        for line in lines()
        if line["event"].startswith("authn")
    ] == [
        ("authn_password_change_fail", str(staff.pk)),
        ("authn_password_change", str(staff.pk)),
    ]


def test_guessing_the_current_password_is_slowed_down(
    client: Client, staff: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = {"login": (5, 60)}

    with time_machine.travel(NOON, tick=False):
        client.force_login(staff)
        for number in range(5):
            answer = client.post(
                CHANGE, form(old="wrong"), REMOTE_ADDR=f"10.0.0.{number}"
            )
            assert answer.status_code == 200
        refused = client.post(CHANGE, form(), REMOTE_ADDR="10.0.0.6")
        assert client.get(CHANGE).status_code == 200

    assert_problem(refused, 429, "throttled")
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)


def test_the_addresss_tries_are_those_to_log_in(
    client: Client, staff: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = {"login": (5, 60)}

    with time_machine.travel(NOON, tick=False):
        client.force_login(staff)
        for number in range(5):
            Client().post(LOGIN, {"username": f"user{number}", "password": "wrong"})
        refused = client.post(CHANGE, form())

    assert_problem(refused, 429, "throttled")
