"""A failed login costs the same for every account, so that its time tells nothing."""

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from api.throttling import has_several_names
from tests.conftest import PASSWORD, make_user
from users.models import User


@pytest.fixture
def accounts(db: None) -> dict[str, str]:
    """What can be wrong with a login: the name, and the password that is sent."""
    make_user("ann@example.com")
    make_user("gone@example.com", is_active=False)
    machine = make_user("machine@example.com")
    machine.set_unusable_password()
    machine.save()
    return {
        "ann@example.com": "wrong",
        "gone@example.com": PASSWORD,
        "machine@example.com": PASSWORD,
        "nobody@example.com": PASSWORD,
    }


def test_each_hashes_once_and_asks_the_database_once(
    api: APIClient, accounts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)

    answers, costs = set(), {}
    for name, password in accounts.items():
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            response = api.post(
                reverse("token_obtain_pair"),
                {User.USERNAME_FIELD: name, "password": password},
            )
        answers.add((response.status_code, response.content, *sorted(response.headers)))
        costs[name] = (len(hashed), len(queries))

    # Where there are several names, the limits look up whose name it is.
    queries_each = 1 + has_several_names()
    assert set(costs.values()) == {(1, queries_each)}, costs
    assert len(answers) == 1
