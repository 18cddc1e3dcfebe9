"""A client creates an account in one request."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.races import at_once, with_row_locks
from tests.users.conftest import MAILBOXES, NO_MAILBOXES
from users.models import User

Call = Callable[..., Any]


@pytest.fixture
def register(api: APIClient, db: None) -> Call:
    def post(name: str = "ben@example.com", **more: Any) -> Any:
        body = {User.USERNAME_FIELD: name, "email": name, "password": PASSWORD}
        return api.post(reverse("register"), {**body, **more})

    return post


def test_an_account_can_log_in_at_once(register: Call, api: APIClient) -> None:
    response = register(first_name="Ben")

    assert response.status_code == 201
    user = User.objects.get()
    assert response.json()["id"] == str(user.pk)
    assert not set(response.json()) & {"access", "refresh", "password"}
    login = {User.USERNAME_FIELD: "ben@example.com", "password": PASSWORD}
    assert api.post(reverse("token_obtain_pair"), login).status_code == 200


@pytest.mark.parametrize(
    ("address", "twin"), [("ann@example.com", "ANN@Example.com"), *MAILBOXES]
)
def test_a_mailbox_has_one_account(register: Call, address: str, twin: str) -> None:
    assert register("ben", email=address).status_code == 201

    response = register("benjamin", email=twin)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["email"]
    assert response.json()["errors"]["email"][0]["code"] == "unique"
    assert User.objects.count() == 1


@pytest.mark.parametrize("address", NO_MAILBOXES)
def test_an_address_without_a_mailbox_is_refused(register: Call, address: str) -> None:
    response = register(email=address)

    assert response.status_code == 400
    assert response.json()["errors"]["email"][0]["code"] == "invalid"
    assert not User.objects.exists()


def test_a_password_has_to_be_accepted_and_is_stored_exactly(register: Call) -> None:
    for password in ("short", "c" * 20, "ben@example.com"):
        response = register(password=password)
        assert response.status_code == 400
        assert list(response.json()["errors"]) == ["password"]

    assert register(password="  four quiet otters ").status_code == 201
    user = User.objects.get()
    assert user.check_password("  four quiet otters ")
    assert not user.check_password("four quiet otters")


def test_a_new_user_gets_no_permission(register: Call) -> None:
    attack = {"is_staff": True, "is_superuser": True, "groups": [1], "id": "1"}

    assert register(is_active=False, **attack).status_code == 201
    user = User.objects.get()
    assert not (user.is_staff or user.is_superuser or user.groups.exists())
    assert user.is_active


@with_row_locks
def test_of_ten_concurrent_registrations_one_succeeds(register: Call) -> None:
    twins = ["ben@example.com", "BEN@example.com", "\uff42en@example.com"]

    answers = at_once([partial(register, twins[n % 3]) for n in range(10)])

    statuses = [answer.status_code for answer in answers]
    assert statuses.count(201) == 1
    # Taken already, or by a concurrent request.
    assert set(statuses) <= {201, 400, 409}
    assert User.objects.count() == 1


def test_registrations_are_limited(register: Call, settings: Any) -> None:
    settings.THROTTLE_RATES = {"register": (2, 3600)}

    statuses = [register(f"ben{n}@example.com").status_code for n in range(3)]

    assert statuses == [201, 201, 429]
