"""Every door that is open to strangers has a limit."""

from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.permissions import IsAuthenticated
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import HOME, addresses, log_in
from tests.conftest import PASSWORD
from tests.endpoints import ours
from users.models import User

ADMIN = "/admin/login/"


def test_every_public_post_is_limited(db: None) -> None:
    paths = [
        path
        for path, view in ours().items()
        if hasattr(view.cls, "post")
        if IsAuthenticated not in view.cls.permission_classes
    ]

    assert len(paths) >= 3
    for path in paths:
        cache.clear()
        client: Any = transport.new_client()
        answers = [client.post(path, {}) for _ in range(6)]
        assert 429 not in {answer.status_code for answer in answers[:5]}, path
        assert_problem(answers[5], 429, "throttled")
        assert 0 < int(answers[5]["Retry-After"]) <= 60


def test_each_scope_is_counted_on_its_own(
    api: APIClient, tokens: dict[str, str]
) -> None:
    for _ in range(6):
        last = log_in("nobody@example.com", address="127.0.0.1")
    assert last.status_code == 429

    assert transport.refresh(api, tokens["refresh"]).status_code == 200


def test_no_rate_is_no_limit(settings: Any, db: None) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES)

    assert {log_in("ann@example.com").status_code for _ in range(20)} == {401}


@pytest.fixture
def staff(user: User) -> User:
    user.is_staff = True
    user.save()
    return user


def admin_log_in(client: Any, name: str, password: str, address: str = HOME) -> Any:
    form = {"username": name, "password": password}
    return client.post(ADMIN, form, REMOTE_ADDR=address)


def test_the_admin_counts_an_addresss_tries(client: Any, db: None) -> None:
    for number in range(5):
        response = admin_log_in(client, f"user{number}@example.com", "wrong")
        assert response.status_code == 200

    response = admin_log_in(client, "user6@example.com", "wrong")

    assert_problem(response, 429, "throttled")
    assert response["Retry-After"] == "60"
    assert client.get(ADMIN, REMOTE_ADDR=HOME).status_code == 200


def test_the_admin_and_the_api_count_an_accounts_tries_together(
    client: Any, staff: User
) -> None:
    name, places = staff.get_username(), addresses()
    for _ in range(3):
        admin_log_in(client, name, "wrong", next(places))
        last = log_in(name, address=next(places))
    assert last.status_code == 429

    assert admin_log_in(client, name, PASSWORD, next(places)).status_code == 429


def test_an_owner_is_known_by_logging_in_to_the_admin(client: Any, staff: User) -> None:
    name, places = staff.get_username(), addresses()
    assert admin_log_in(client, name, PASSWORD).status_code == 302
    for _ in range(6):
        log_in(name, address=next(places))

    assert log_in(name, PASSWORD, next(places)).status_code == 429
    assert admin_log_in(client, name, PASSWORD).status_code == 302
    assert log_in(name, PASSWORD).status_code == 200


def test_a_wrong_password_makes_nobody_known_in_the_admin(
    client: Any, staff: User
) -> None:
    name, places = staff.get_username(), addresses()
    admin_log_in(client, name, "wrong")
    for _ in range(6):
        log_in(name, address=next(places))

    assert admin_log_in(client, name, PASSWORD).status_code == 429
