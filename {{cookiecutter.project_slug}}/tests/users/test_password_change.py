"""A user changes their own password, and has to prove the current one."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import Lines
from tests.client import me, refresh
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

Change = Callable[..., Any]


def code_in(response: Any) -> str:
    assert response.status_code == 400
    return str(response.json()["errors"]["new_password"][0]["code"])


def test_after_a_change_only_the_new_password_logs_in(
    change: Change, api: APIClient, credentials: dict[str, str], lines: Lines
) -> None:
    response = change()

    assert response.status_code == 200
    fresh = transport.tokens_in(response)
    assert sorted(fresh) == ["access", "refresh"]
    assert me(fresh["access"]).status_code == 200
    assert refresh(fresh["refresh"]).status_code == 200
    assert "authn_password_change" in {line["event"] for line in lines()}
    login = reverse("token_obtain_pair")
    assert api.post(login, credentials).status_code == 401
    assert api.post(login, {**credentials, "password": NEW_PASSWORD}).status_code == 200


def test_without_the_current_password_nothing_changes(
    change: Change, user: User, lines: Lines
) -> None:
    response = change(current=f"{PASSWORD} ")

    assert response.status_code == 400
    [error] = response.json()["errors"]["current_password"]
    assert error["code"] == "wrong_password"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "authn_password_change_fail" in {line["event"] for line in lines()}


def test_a_change_takes_an_accepted_password(change: Change) -> None:
    assert code_in(change("a" * 15)) == "password_too_common"
    assert code_in(change("vexing plumage " * 100)) == "max_length"


@pytest.mark.parametrize(
    ("chosen", "others"),
    [
        ("  four quiet otters ", ["four quiet otters", "  four quiet otters"]),
        ("Four quiet ötters", [unicodedata.normalize("NFD", "Four quiet ötters")]),
        ("four ｑuiet otters", ["four quiet otters"]),
        ("Four quiet otters", ["four quiet otters", "FOUR QUIET OTTERS"]),
        ("vexing plumage " * 60, ["vexing plumage " * 60 + "x"]),
    ],
)
def test_only_exactly_the_same_password_logs_in(
    change: Change, api: APIClient, user: User, chosen: str, others: list[str]
) -> None:
    assert change(chosen).status_code == 200

    name = {User.USERNAME_FIELD: user.get_username()}
    for password, status in [(chosen, 200), *((other, 401) for other in others)]:
        body = {**name, "password": password}
        assert api.post(reverse("token_obtain_pair"), body).status_code == status


@pytest.mark.usefixtures("five_a_minute")
def test_guessing_the_current_password_is_limited(api: APIClient, user: User) -> None:
    api.force_authenticate(user)
    body = {"current_password": "wrong", "new_password": NEW_PASSWORD}

    answers = [
        api.post(reverse("password_change"), body, REMOTE_ADDR=f"192.0.2.{host}")
        for host in range(1, 8)
    ]

    assert [answer.status_code for answer in answers] == [400] * 5 + [429] * 2


@pytest.fixture
def change_while(
    change: Change, monkeypatch: pytest.MonkeyPatch, user: User
) -> Callable[[Callable[[User], Any]], Any]:
    """Change the password, and call a function after the current one was checked."""

    def post(meanwhile: Callable[[User], Any]) -> Any:
        monkeypatch.setattr(
            "tokens.password_change.check_new_password",
            lambda *_: meanwhile(User.objects.get(pk=user.pk)),
        )
        return change()

    return post


def test_a_password_that_is_changed_meanwhile_stays(
    change_while: Any, user: User
) -> None:
    def set_password(owner: User) -> None:
        owner.set_password("another horse, another battery")
        owner.save()

    assert change_while(set_password).status_code == 401

    user.refresh_from_db()
    assert user.check_password("another horse, another battery")


def test_a_user_who_is_deleted_meanwhile_is_refused(change_while: Any) -> None:
    assert change_while(User.delete).status_code == 401
    assert not User.objects.exists()
