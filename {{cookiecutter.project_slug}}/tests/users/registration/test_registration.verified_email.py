"""An account begins with proof of its address."""

from typing import Any

from tests.conftest import PASSWORD
from tests.users.registration.conftest import ADDRESS, NAMES, Call, tokens_in
from users.models import User


def test_the_link_makes_an_account_that_can_log_in(
    verify: Call, token: str, log_in: Call, lines: Any
) -> None:
    response = verify(token, first_name="Ben")

    assert response.status_code == 201
    user = User.objects.get()
    assert response.json()["id"] == str(user.pk)
    assert (user.email, user.first_name) == (ADDRESS, "Ben")
    assert sorted(set(response.json()) & {"access", "refresh", "password"}) == []
    assert log_in() == 200
    assert "user_created" in {line["event"] for line in lines()}


def test_without_the_link_there_is_no_account(register: Call, log_in: Call) -> None:
    response = register(password=PASSWORD, **NAMES)

    assert (response.status_code, response.content) == (202, b"")
    assert not User.objects.exists()
    assert log_in() == 401


def test_who_registers_a_foreign_address_gains_nothing(
    register: Call, verify: Call, log_in: Call, mailoutbox: list[Any]
) -> None:
    register(password="the attacker knows this one")
    register(password=PASSWORD)

    for token in tokens_in(mailoutbox)[:1]:
        assert verify(token).status_code == 201
    assert log_in("the attacker knows this one") == 401
    assert log_in() == 200


def test_a_link_can_be_asked_for_again(
    register: Call, verify: Call, token: str, mailoutbox: list[Any]
) -> None:
    register()

    assert verify(tokens_in(mailoutbox)[-1]).status_code == 201


def test_the_policy_applies_and_leaves_the_link_alive(verify: Call, token: str) -> None:
    weak = verify(token, password="b" * 20)
    assert weak.status_code == 400
    assert weak.json()["errors"]["password"][0]["code"] == "password_too_common"

    own = verify(token, password="ben@example.com")
    assert own.status_code == 400

    assert verify(token).status_code == 201


def test_the_password_is_the_very_same_text(verify: Call, token: str) -> None:
    assert verify(token, password="  four quiet otters ").status_code == 201

    user = User.objects.get()
    assert user.check_password("  four quiet otters ")
    assert not user.check_password("four quiet otters")


def test_nobody_makes_themselves_staff(verify: Call, token: str) -> None:
    attack = {"is_staff": True, "is_superuser": True, "groups": [1], "id": "1"}

    response = verify(token, email="root@example.com", is_active=False, **attack)

    assert response.status_code == 201
    user = User.objects.get()
    assert not (user.is_staff or user.is_superuser or user.groups.exists())
    assert (user.email, user.is_active) == (ADDRESS, True)
