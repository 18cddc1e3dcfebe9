"""The endpoints of sessions, for a request that belongs to none."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import transport
from tests.api_tokens.conftest import use
from tests.client import Tokens, me
from tokens.models import Session
from users.models import User

SESSIONS = reverse("sessions")


@pytest.mark.usefixtures("tokens")
def test_no_session_is_the_current_one(key: str, user: User) -> None:
    admin = Client()
    admin.force_login(user)

    for response in (use(key, "sessions"), admin.get(SESSIONS)):
        assert response.status_code == 200
        assert [each["current"] for each in response.json()] == [False]


@pytest.mark.parametrize("path", [SESSIONS, f"{SESSIONS}?keep=current", None])
def test_a_session_is_ended_alone_or_with_all_others(
    key: str, tokens: Tokens, path: str | None
) -> None:
    path = path or reverse("session", args=[Session.objects.get().pk])
    header = {"authorization": f"Token {key}"}

    assert transport.new_client().delete(path, headers=header).status_code == 204

    assert me(tokens["access"]).status_code == 401
    assert use(key).status_code == 200
