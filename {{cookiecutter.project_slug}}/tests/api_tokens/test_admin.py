"""Tokens in the admin; a session of it authenticates requests, with the CSRF token."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from tests import transport
from tests.api.conftest import assert_problem
from tests.api_tokens.conftest import use
from tests.client import me
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

ME = reverse("me")


@pytest.fixture
def admin(user: User) -> Client:
    """The browser of a member of staff who is logged in to the admin."""
    User.objects.update(is_staff=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def send(admin: Client, method: str, path: str, body: Any, csrf_token: str) -> Any:
    headers = {"x-csrftoken": csrf_token}
    return getattr(admin, method)(path, body, "application/json", headers=headers)


def csrf_token(admin: Client) -> str:
    admin.get("/admin/password_change/")  # Sets the cookie.
    return admin.cookies["csrftoken"].value


def test_a_session_of_the_admin_reads_and_only_with_its_csrf_token_writes(
    admin: Client, user: User
) -> None:
    response = admin.get(ME)
    assert response.status_code == 200
    assert response.json()["id"] == str(user.pk)

    name = {"first_name": "Anna"}
    token = csrf_token(admin)
    for wrong in ("", "x" * 32):
        assert_problem(send(admin, "patch", ME, name, wrong), 403, "permission_denied")
    user.refresh_from_db()
    assert user.first_name == "Ann"
    assert send(admin, "patch", ME, name, token).status_code == 200


@pytest.mark.parametrize("header", ["Token x", "Bearer x"])
def test_an_invalid_token_is_refused_in_a_session_of_the_admin_too(
    admin: Client, header: str
) -> None:
    assert admin.get(ME, headers={"authorization": header}).status_code == 401


@pytest.mark.usefixtures("key")
def test_a_change_of_the_password_ends_the_session_and_returns_a_pair(
    admin: Client,
) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    path = reverse("password_change")

    response = send(admin, "post", path, body, csrf_token(admin))

    assert response.status_code == 200
    assert me(transport.tokens_in(response)["access"]).status_code == 200
    assert admin.get(ME).status_code == 401
    assert not Token.objects.exists()


def test_staff_view_add_and_delete_tokens_in_the_admin(
    admin_client: Any, key: str, user: User
) -> None:
    admin = "admin:authtoken_tokenproxy"
    path = reverse(f"{admin}_changelist")
    listed = admin_client.get(path, {"q": user.get_username()})
    assert str(user) in listed.content.decode()
    change = reverse(f"{admin}_change", args=[user.pk])
    assert admin_client.get(change).status_code == 200

    delete = reverse(f"{admin}_delete", args=[user.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 302
    assert use(key).status_code == 401

    add = reverse(f"{admin}_add")
    assert admin_client.post(add, {"user": user.pk}).status_code == 302
    assert use(Token.objects.get(user=user).key).status_code == 200
