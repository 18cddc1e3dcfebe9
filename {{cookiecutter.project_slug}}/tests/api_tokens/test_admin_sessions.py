"""Whoever is logged in to the admin uses the API, too, with Django's CSRF token."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from tests.api.conftest import assert_problem
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

ME = reverse("me")


@pytest.fixture
def admin(user: User) -> Client:
    """The browser of somebody who has logged in to the admin."""
    User.objects.update(is_staff=True)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_a_session_of_the_admin_reads(admin: Client, user: User) -> None:
    response = admin.get(ME)

    assert response.status_code == 200
    assert response.json()["id"] == str(user.pk)


def test_a_session_of_the_admin_changes_with_its_csrf_token_only(
    admin: Client, user: User
) -> None:
    def rename(token: str | None) -> Any:
        return admin.patch(
            ME,
            {"first_name": "Anna"},
            content_type="application/json",
            headers={"x-csrftoken": token} if token else {},
        )

    assert_problem(rename(None), 403, "permission_denied")
    admin.get("/admin/password_change/")  # Sets the cookie.
    assert_problem(rename("x" * 32), 403, "permission_denied")
    user.refresh_from_db()
    assert user.first_name == "Ann"

    assert rename(admin.cookies["csrftoken"].value).status_code == 200


def test_a_wrong_token_is_refused_whoever_is_logged_in(admin: Client) -> None:
    for header in ("Token x", "Bearer x"):
        assert admin.get(ME, headers={"authorization": header}).status_code == 401


def test_changing_a_password_ends_the_session_and_brings_a_pair(
    admin: Client, key: str, me: Any, tokens_in: Any
) -> None:
    admin.get("/admin/password_change/")
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}

    response = admin.post(
        reverse("password_change"),
        body,
        content_type="application/json",
        headers={"x-csrftoken": admin.cookies["csrftoken"].value},
    )

    assert response.status_code == 200
    assert me(tokens_in(response)["access"]).status_code == 200
    assert admin.get(ME).status_code == 401
    assert not Token.objects.exists()
