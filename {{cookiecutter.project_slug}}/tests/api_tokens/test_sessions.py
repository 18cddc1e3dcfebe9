"""One's own logins, asked for by somebody who is in none of them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.api_tokens.conftest import Bring
from tokens.models import Session
from users.models import User

SESSIONS = reverse("sessions")


@pytest.mark.usefixtures("tokens")
def test_none_of_them_is_the_present_one(bring: Bring, key: str, user: User) -> None:
    admin = Client()
    admin.force_login(user)

    for response in (bring(key, "sessions"), admin.get(SESSIONS)):
        assert response.status_code == 200
        assert [each["current"] for each in response.json()] == [False]


@pytest.mark.parametrize("query", ["", "?keep=current"])
def test_ending_all_or_all_others_ends_all(
    bring: Bring, key: str, api: Any, me: Any, tokens: dict[str, str], query: str
) -> None:
    header = {"authorization": f"Token {key}"}

    assert api.delete(SESSIONS + query, headers=header).status_code == 204

    assert me(tokens["access"]).status_code == 401
    assert bring(key).status_code == 200


def test_one_of_them_can_be_ended(
    api: Any, key: str, tokens: dict[str, str], me: Any
) -> None:
    path = reverse("session", args=[Session.objects.get().pk])

    assert (
        api.delete(path, headers={"authorization": f"Token {key}"}).status_code == 204
    )
    assert me(tokens["access"]).status_code == 401
