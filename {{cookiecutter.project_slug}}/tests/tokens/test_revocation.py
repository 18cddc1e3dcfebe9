"""A new password or the deactivation of the user revokes all refresh tokens."""

from collections.abc import Callable
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse

from tests import transport
from tests.client import Tokens, new_tokens, refresh
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.races import set_password
from users.models import User


def set_password_in_the_api(user: User) -> None:
    client = transport.new_client()
    client.force_authenticate(user)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert client.post(reverse("password_change"), body).status_code == 200


def set_password_in_the_admin(user: User) -> None:
    client = Client()
    client.force_login(make_user("a@example.com", is_staff=True, is_superuser=True))
    passwords = dict.fromkeys(["password1", "password2"], NEW_PASSWORD)
    path = reverse("admin:auth_user_password_change", args=[user.pk])
    form = {"usable_password": "true", **passwords}
    assert client.post(path, form).status_code == 302


def set_password_on_the_command_line(user: User) -> None:
    with mock.patch("getpass.getpass", return_value=NEW_PASSWORD):
        call_command("changepassword", user.get_username(), stdout=StringIO())


def deactivate_and_reactivate(user: User) -> None:
    for is_active in (False, True):
        user.is_active = is_active
        user.save()


@pytest.mark.parametrize(
    "change",
    [
        set_password,
        set_password_in_the_api,
        set_password_in_the_admin,
        set_password_on_the_command_line,
        deactivate_and_reactivate,
    ],
)
def test_a_new_password_or_a_deactivation_revokes_all_refresh_tokens(
    user: User, change: Callable[[User], None]
) -> None:
    first, second = new_tokens(user), new_tokens(user)

    change(user)

    assert refresh(first["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 401


def test_the_upgrade_of_a_hash_revokes_nothing(
    user: User, tokens: Tokens, settings: Any
) -> None:
    argon2 = "users.passwords.Argon2PasswordHasher"
    settings.PASSWORD_HASHERS = [argon2, *settings.PASSWORD_HASHERS]
    new_tokens(user)

    assert User.objects.get().password.startswith("argon2")
    assert refresh(tokens["refresh"]).status_code == 200


def test_without_the_validator_that_revokes_tokens_the_check_fails(
    settings: Any,
) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = []

    with pytest.raises(SystemCheckError, match=r"tokens\.E041"):
        call_command("check")
