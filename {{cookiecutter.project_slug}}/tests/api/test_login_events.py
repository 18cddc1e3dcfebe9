"""Each step of a login leaves one line, and the line says whose it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import Lines
from users.models import User


@pytest.fixture
def told(lines: Lines) -> Callable[[], list[tuple[str, str | None]]]:
    """The events, and whom they are about."""
    return lambda: [
        (line["event"], line.get("user_id"))
        for line in lines()
        if line["logger"] == "security"
    ]


def test_a_login_and_a_refresh(
    told: Any, api: APIClient, credentials: dict[str, str], user: User
) -> None:
    login = api.post(reverse("token_obtain_pair"), credentials)
    transport.refresh(api, transport.tokens_in(login)["refresh"])

    whom = str(user.pk)
    assert told() == [("authn_login_success", whom), ("session_renewed", whom)]


def test_a_failed_login(told: Any, api: APIClient, credentials: dict[str, str]) -> None:
    for body in ({"password": "wrong"}, {User.USERNAME_FIELD: "nobody@example.com"}):
        response = api.post(reverse("token_obtain_pair"), credentials | body)
        assert response.status_code == 401

    assert [event for event, _ in told()] == ["authn_login_fail"] * 2
