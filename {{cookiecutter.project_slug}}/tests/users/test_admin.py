from typing import Any

import pytest
from django.urls import reverse

from tests.conftest import PASSWORD
from users.models import User

CHANGELIST = "admin:users_user_changelist"


@pytest.fixture
def staff(client: Any, user: User) -> Any:
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


def test_only_staff_reach_the_admin(client: Any, user: User) -> None:
    client.force_login(user)

    assert client.get(reverse(CHANGELIST)).status_code == 302


def test_staff_can_list_and_change_users(staff: Any, user: User) -> None:
    assert user.get_username() in staff.get(reverse(CHANGELIST)).content.decode()
    change = reverse("admin:users_user_change", args=[user.pk])
    assert staff.get(change).status_code == 200


def test_staff_can_add_a_user(staff: Any) -> None:
    response = staff.post(
        reverse("admin:users_user_add"),
        {
            User.USERNAME_FIELD: "ben@example.com",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    assert response.status_code == 302
    added = User.objects.get(**{User.USERNAME_FIELD: "ben@example.com"})
    assert added.check_password(PASSWORD)
