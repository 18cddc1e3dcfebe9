"""What ends every login ends the token."""

from io import StringIO
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.api_tokens.conftest import API_TOKEN, Bring
from tests.conftest import NEW_PASSWORD, make_user
from tests.users.conftest import delete_in_the_admin
from users.models import User


def test_a_new_password_ends_it(
    bring: Bring, key: str, user: User, api: APIClient, credentials: dict[str, str]
) -> None:
    user.set_password(NEW_PASSWORD)
    user.save()

    assert bring(key).status_code == 401
    fresh = api.post(API_TOKEN, credentials | {"password": NEW_PASSWORD}).json()[
        "token"
    ]
    assert fresh != key
    assert bring(fresh).status_code == 200


def test_a_new_password_on_the_command_line_ends_it(
    bring: Bring, key: str, user: User
) -> None:
    with mock.patch("getpass.getpass", return_value=NEW_PASSWORD):
        call_command("changepassword", user.get_username(), stdout=StringIO())

    assert bring(key).status_code == 401


def test_deactivating_its_owner_ends_it_for_good(
    bring: Bring, key: str, user: User
) -> None:
    for is_active in (False, True):
        user.is_active = is_active
        user.save()
        assert bring(key).status_code == 401


def test_a_hash_that_is_upgraded_ends_nothing(
    bring: Bring, key: str, api: APIClient, credentials: dict[str, str], settings: Any
) -> None:
    settings.PASSWORD_HASHERS = [
        "users.hashers.Argon2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]

    assert api.post(API_TOKEN, credentials).json() == {"token": key}
    assert User.objects.get().password.startswith("argon2")
    assert bring(key).status_code == 200


def test_the_password_of_somebody_else_ends_nothing(bring: Bring, key: str) -> None:
    other = make_user("ben@example.com")
    other.set_password(NEW_PASSWORD)
    other.is_active = False
    other.save()

    assert bring(key).status_code == 200


def test_staff_see_make_and_delete_tokens_in_the_admin(
    admin_client: Any, bring: Bring, key: str, user: User
) -> None:
    listed = admin_client.get(
        reverse("admin:authtoken_tokenproxy_changelist"), {"q": user.get_username()}
    )
    assert str(user) in listed.content.decode()
    change = reverse("admin:authtoken_tokenproxy_change", args=[user.pk])
    assert admin_client.get(change).status_code == 200

    delete = reverse("admin:authtoken_tokenproxy_delete", args=[user.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert bring(key).status_code == 401

    add = reverse("admin:authtoken_tokenproxy_add")
    assert admin_client.post(add, {"user": user.pk}).status_code == 302
    assert bring(Token.objects.get(user=user).key).status_code == 200


def test_a_token_goes_with_its_user_whom_staff_delete(
    key: str, bring: Bring, user: User
) -> None:
    delete_in_the_admin(user)

    assert bring(key).status_code == 401
