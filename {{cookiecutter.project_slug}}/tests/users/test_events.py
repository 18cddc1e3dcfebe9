"""What happens to accounts is written down, with who did it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import Lines
from users.models import User


@pytest.fixture
def told(lines: Lines) -> Callable[[], list[tuple[str, str, str | None]]]:
    """The events, whom they are about, and who of the staff did it."""
    return lambda: [
        (line["event"], line["user_id"], line.get("by"))
        for line in lines()
        if line["event"].startswith(("user_", "authn_password"))
    ]


def test_a_profile_that_its_owner_changes(
    told: Any, api: APIClient, user: User
) -> None:
    api.force_authenticate(user)
    api.patch(reverse("me"), {"first_name": "Anna"})

    assert told() == [("user_updated", str(user.pk), None)]


def test_an_account_that_staff_change(
    told: Any, admin_client: Any, admin_user: User, user: User
) -> None:
    url = reverse("admin:users_user_change", args=[user.pk])
    joined = {"date_joined_0": "2030-01-01", "date_joined_1": "12:00:00"}
    names = {"email": user.email, User.USERNAME_FIELD: user.get_username()}
    assert admin_client.post(url, {**names, **joined}).status_code == 302

    assert told() == [("user_updated", str(user.pk), str(admin_user.pk))]


def test_an_account_that_staff_make_give_a_password_and_delete(
    told: Any, admin_client: Any, admin_user: User
) -> None:
    password = "another horse, another battery"
    admin_client.post(
        reverse("admin:users_user_add"),
        {
            "usable_password": "true",
            User.USERNAME_FIELD: "new@example.com",
            "password1": password,
            "password2": password,
        },
    )
    new = User.objects.exclude(pk=admin_user.pk).get()
    admin_client.post(
        reverse("admin:auth_user_password_change", args=[new.pk]),
        {"usable_password": "true", "password1": password, "password2": password},
    )
    admin_client.post(reverse("admin:users_user_delete", args=[new.pk]), {"post": "y"})

    assert told() == [
        (event, str(new.pk), str(admin_user.pk))
        for event in ("user_created", "authn_password_change", "user_deleted")
    ]
