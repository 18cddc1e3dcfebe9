from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import transport
from tests.conftest import PASSWORD, make_user
from tests.users.conftest import DELETIONS, delete_in_the_admin
from users.admin import UserAdmin
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


def test_staff_can_add_a_user(staff: Any, user: User) -> None:
    add = reverse("admin:users_user_add")
    fields = staff.get(add).context["adminform"].form.fields
    # A field that was added, and that each user needs, has the value of this one.
    needed = {
        name: value for name, value in model_to_dict(user, fields).items() if value
    }
    response = staff.post(
        add,
        {
            **needed,
            User.USERNAME_FIELD: "ben@example.com",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    assert response.status_code == 302
    added = User.objects.get(**{User.USERNAME_FIELD: "ben@example.com"})
    assert added.check_password(PASSWORD)


def test_a_field_that_no_fieldset_names_can_be_changed(
    staff: Any, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a field that was added to the model."""
    monkeypatch.setattr(UserAdmin, "fieldsets", [(None, {"fields": ["first_name"]})])

    page = staff.get(reverse("admin:users_user_change", args=[user.pk])).content

    for name in ("first_name", "last_name", "email", "is_staff"):
        assert page.count(f'id="id_{name}"'.encode()) == 1, name


@pytest.mark.parametrize("way", DELETIONS)
def test_staff_delete_a_user_who_has_logged_in(
    tokens: dict[str, str], me: Callable[[str], Any], user: User, way: str
) -> None:
    delete_in_the_admin(user, way)

    assert not User.objects.filter(pk=user.pk).exists()
    assert me(tokens["access"]).status_code == 401


def test_who_may_not_delete_users_deletes_none(user: User) -> None:
    client = Client()
    client.force_login(make_user("staff@example.com", is_staff=True))

    path = reverse("admin:users_user_delete", args=[user.pk])
    assert client.post(path, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def cost_of_pages(client: Client) -> dict[str, tuple[int, int]]:
    """Return how many queries each page takes, and how many options it offers."""
    costs = {}
    for model in admin.site._registry:
        # The users, and what DRF and SimpleJWT have in the admin.
        if model.__module__.startswith(("users", "rest_framework")):
            for page in ("changelist", "add"):
                path = reverse(
                    f"admin:{model._meta.label_lower.replace('.', '_')}_{page}"
                )
                with CaptureQueriesContext(connection) as queries:
                    content = client.get(path).content
                costs[path] = len(queries), content.count(b"<option")
    return costs


def test_no_page_grows_with_the_number_of_users_or_logins(staff: Any) -> None:
    def log_in(*names: str) -> None:
        for name in names:
            user, client = make_user(f"{name}@example.com"), transport.new_client()
            credentials = {
                User.USERNAME_FIELD: user.get_username(),
                "password": PASSWORD,
            }
            answer = client.post(reverse("token_obtain_pair"), credentials)
            refresh = transport.tokens_in(answer)["refresh"]
            assert transport.refresh(client, refresh).status_code == 200

    log_in("one", "two")
    cost_of_pages(staff)  # Django keeps some of what it reads.
    before = cost_of_pages(staff)
    log_in(*"abcdefghij")

    assert len(before) >= 2
    assert cost_of_pages(staff) == before
