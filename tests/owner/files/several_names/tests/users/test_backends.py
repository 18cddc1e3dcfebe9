from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User

PASSWORD = "correct horse battery staple"


def log_in(name: str, password: str, address: str) -> int:
    response = APIClient().post(
        reverse("token_obtain_pair"),
        {"username": name, "password": password},
        REMOTE_ADDR=address,
    )
    return int(response.status_code)


@pytest.fixture
def names(db: None) -> list[str]:
    User.objects.create_user("ann", "ann@example.com", PASSWORD)
    return ["ann", "ann@example.com"]


def test_both_names_log_in(names: list[str]) -> None:
    assert [log_in(name, PASSWORD, "192.0.2.1") for name in names] == [200, 200]


def test_attempts_with_both_names_count_together(
    names: list[str], settings: Any
) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "login": (10, 86_400)}
    attempts = [names[number % 2] for number in range(20)]

    answers = [
        log_in(name, "wrong", f"192.0.2.{number}") for number, name in enumerate(attempts)
    ]

    assert answers == [401] * 10 + [429] * 10
    assert {log_in(name, PASSWORD, "198.51.100.1") for name in names} == {429}


def test_the_address_of_another_as_name_gives_no_attempts(
    names: list[str], settings: Any
) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "login": (10, 86_400)}
    User.objects.create_user(names[1], "eve@example.com", "eve's own long password")
    for number in range(10):
        place = f"192.0.2.{number}"
        assert log_in("eve@example.com", "eve's own long password", place) == 200

    answers = [log_in(names[1], "wrong", f"192.0.2.{number}") for number in range(10)]
    answers += [log_in(names[1], "wrong", f"203.0.113.{number}") for number in (1, 2)]

    assert answers == [401] * 10 + [429] * 2
