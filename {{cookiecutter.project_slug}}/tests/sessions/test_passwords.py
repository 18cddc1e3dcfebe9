from collections.abc import Callable
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.sessions.conftest import atomic_requests
from tokens.models import EndReason, Session
from users.models import User

Tokens = dict[str, str]
Call = Callable[[str], Any]

NEW_PASSWORD = "another horse, another battery"


def test_a_new_password_ends_all_sessions(
    tokens: Tokens,
    log_in: Callable[[], Tokens],
    user: User,
    is_dead: Callable[[Tokens], bool],
) -> None:
    other = log_in()
    user.set_password(NEW_PASSWORD)
    user.save()

    assert is_dead(tokens)
    assert is_dead(other)
    assert {s.end_reason for s in Session.objects.all()} == {EndReason.PASSWORD}


def test_changing_ones_own_password_ends_all_sessions_but_a_fresh_one(
    api: APIClient,
    tokens: Tokens,
    log_in: Callable[[], Tokens],
    tokens_in: Callable[[Any], Tokens],
    is_dead: Callable[[Tokens], bool],
) -> None:
    other = log_in()

    response = api.post(
        reverse("password_change"),
        {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )

    assert response.status_code == 200
    fresh = tokens_in(response)
    assert is_dead(tokens)
    assert is_dead(other)
    assert not is_dead(fresh)


@pytest.mark.django_db(transaction=True)
def test_the_fresh_session_lives_on_when_requests_are_transactions(
    api: APIClient, tokens: Tokens, tokens_in: Callable[[Any], Tokens], me: Call
) -> None:
    with atomic_requests():
        response = api.post(
            reverse("password_change"),
            {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
            headers={"authorization": f"Bearer {tokens['access']}"},
        )

    assert me(tokens["access"]).status_code == 401
    assert me(tokens_in(response)["access"]).status_code == 200


def test_a_new_password_on_the_command_line_ends_them_too(
    tokens: Tokens, user: User, is_dead: Callable[[Tokens], bool]
) -> None:
    with mock.patch("getpass.getpass", return_value=NEW_PASSWORD):
        call_command("changepassword", user.get_username(), stdout=StringIO())

    assert is_dead(tokens)


def test_a_new_password_in_the_admin_ends_them_too(
    tokens: Tokens, user: User, admin_client: Any, is_dead: Callable[[Tokens], bool]
) -> None:
    response = admin_client.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {
            "usable_password": "true",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
    )

    assert response.status_code == 302
    assert is_dead(tokens)


def test_a_hash_that_is_upgraded_ends_nothing(
    tokens: Tokens, log_in: Callable[[], Tokens], settings: Any, me: Call
) -> None:
    settings.PASSWORD_HASHERS = [
        "users.hashers.Argon2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    log_in()

    assert User.objects.get().password.startswith("argon2")
    assert me(tokens["access"]).status_code == 200
