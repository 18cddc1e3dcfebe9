"""Every endpoint without authentication has a limit, and so has the admin."""

from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.permissions import IsAuthenticated
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import HOME, addresses, admin_log_in, log_in
from tests.conftest import PASSWORD
from tests.endpoints import ours
from users.models import User


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


def test_without_a_rate_there_is_no_limit(settings: Any, db: None) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES)

    assert {log_in("ann@example.com").status_code for _ in range(20)} == {401}


@pytest.fixture
def staff(user: User) -> str:
    user.is_staff = True
    user.save()
    return user.get_username()


def test_the_admin_counts_the_attempts_of_an_address(client: Any, db: None) -> None:
    for number in range(5):
        response = admin_log_in(client, f"user{number}@example.com", "wrong")
        assert response.status_code == 200

    response = admin_log_in(client, "user6@example.com", "wrong")

    assert_problem(response, 429, "throttled")
    assert response["Retry-After"] == "60"
    assert client.get("/admin/login/", REMOTE_ADDR=HOME).status_code == 200


@pytest.mark.parametrize(("password", "is_known"), [(PASSWORD, True), ("x", False)])
def test_the_admin_and_the_api_share_limits_and_known_addresses(
    client: Any, staff: str, password: str, is_known: bool
) -> None:
    admin_log_in(client, staff, password)
    places = addresses()
    for _ in range(3):
        admin_log_in(client, staff, "wrong", next(places))
        log_in(staff, address=next(places))

    assert log_in(staff, PASSWORD, next(places)).status_code == 429
    assert admin_log_in(client, staff, PASSWORD, next(places)).status_code == 429
    expected = (302, 200) if is_known else (429, 429)
    assert admin_log_in(client, staff, PASSWORD).status_code == expected[0]
    assert log_in(staff, PASSWORD).status_code == expected[1]
