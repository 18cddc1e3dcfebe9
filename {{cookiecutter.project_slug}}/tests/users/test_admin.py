"""Staff manage users in the admin. Its login is limited and recorded as the API's is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.api.conftest import Lines, assert_problem
from tests.client import Tokens, me, new_tokens, refreshed
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.users.conftest import DELETIONS, delete_in_the_admin
from users.admin import UserAdmin
from users.models import User

CHANGELIST = "admin:users_user_changelist"
LOGIN = reverse("admin:login")
CHANGE = reverse("admin:password_change")


@pytest.fixture
def staff(user: User) -> User:
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def recorded(lines: Lines) -> Callable[[], list[tuple[Any, ...]]]:
    """The security events, their users, and who of the staff or which reason."""
    return lambda: [
        (line["event"], line.get("user_id"), line.get("by") or line.get("reason"))
        for line in lines()
        if line["logger"] == "security"
    ]


def test_staff_create_change_and_delete_a_user(
    client: Client, staff: User, recorded: Any
) -> None:
    client.force_login(staff)
    add = reverse("admin:users_user_add")
    passwords = {"usable_password": "true", "password1": PASSWORD}
    passwords["password2"] = PASSWORD
    fields = client.get(add).context["adminform"].form.fields
    # A required field that was added to the model gets the value of this user.
    needed = {
        name: value for name, value in model_to_dict(staff, fields).items() if value
    }
    name = {User.USERNAME_FIELD: "ben@example.com"}
    assert client.post(add, {**needed, **name, **passwords}).status_code == 302
    user = User.objects.get(**name)
    assert user.check_password(PASSWORD)

    page = reverse("admin:users_user_change", args=[user.pk])
    assert "ben@example.com" in client.get(reverse(CHANGELIST)).content.decode()
    initial = client.get(page).context["adminform"].form.initial
    joined = {"date_joined_0": "2030-01-01", "date_joined_1": "12:00:00"}
    changed = {key: value for key, value in initial.items() if value} | joined
    assert client.post(page, {**changed, "first_name": "Ben"}).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Ben"

    set_password = reverse("admin:auth_user_password_change", args=[user.pk])
    assert client.post(set_password, passwords).status_code == 302
    delete = reverse("admin:users_user_delete", args=[user.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert recorded() == [
        ("user_created", str(user.pk), str(staff.pk)),
        ("user_updated", str(user.pk), str(staff.pk)),
        ("authn_password_change", str(user.pk), str(staff.pk)),
        ("user_deleted", str(user.pk), str(staff.pk)),
    ]


def test_a_field_that_no_fieldset_names_can_be_changed(
    client: Client, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a field that was added to the model."""
    client.force_login(staff)
    monkeypatch.setattr(UserAdmin, "fieldsets", [(None, {"fields": ["first_name"]})])

    page = client.get(reverse("admin:users_user_change", args=[staff.pk])).content

    for name in ("first_name", "last_name", "email", "is_staff"):
        assert page.count(f'id="id_{name}"'.encode()) == 1, name


@pytest.mark.parametrize("way", DELETIONS)
def test_staff_delete_a_user_who_has_logged_in(
    tokens: Tokens, user: User, way: str
) -> None:
    delete_in_the_admin(user, way)

    assert not User.objects.filter(pk=user.pk).exists()
    assert me(tokens["access"]).status_code == 401


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


def test_no_page_grows_with_the_number_of_users_or_logins(
    client: Client, staff: User
) -> None:
    def log_in(names: str) -> None:
        for name in names:
            refreshed(new_tokens(make_user(f"{name}@example.com"))["refresh"])

    client.force_login(staff)
    log_in("ab")
    cost_of_pages(client)  # Django caches some of what it reads.
    before = cost_of_pages(client)
    log_in("cdefghijkl")

    assert len(before) >= 2
    assert cost_of_pages(client) == before


def test_logins_and_logouts_are_recorded(
    client: Client, user: User, recorded: Any
) -> None:
    name = {"username": user.get_username()}
    # A user who is not staff.
    assert client.post(LOGIN, {**name, "password": PASSWORD}).status_code == 200
    User.objects.update(is_staff=True)
    assert client.post(LOGIN, {**name, "password": "wrong"}).status_code == 200
    assert client.post(LOGIN, {**name, "password": PASSWORD}).status_code == 302
    assert client.post(reverse("admin:logout")).status_code == 200
    assert client.post(reverse("admin:logout")).status_code == 302

    assert recorded() == [
        ("authn_login_fail", None, None),
        ("authn_login_fail", None, None),
        ("authn_login_success", str(user.pk), None),
        ("session_expired", str(user.pk), "logout"),
    ]


def form(old: str = PASSWORD) -> dict[str, str]:
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return {"old_password": old, **new}


def test_a_change_of_the_own_password_is_recorded(
    client: Client, staff: User, recorded: Any
) -> None:
    client.force_login(staff)
    assert client.post(CHANGE, form(old="wrong")).status_code == 200
    assert client.post(CHANGE, form()).status_code == 302

    # Where sessions end with a password, that is recorded as well.
    assert [event for event in recorded() if event[0].startswith("authn")] == [
        ("authn_password_change_fail", str(staff.pk), None),
        ("authn_password_change", str(staff.pk), None),
    ]


@pytest.mark.usefixtures("five_a_minute")
@pytest.mark.parametrize("is_logged_in", [True, False])
def test_guessing_the_current_password_is_limited_with_logins(
    client: Client, staff: User, is_logged_in: bool
) -> None:
    client.force_login(staff)
    for number in range(5):
        if is_logged_in:
            wrong = form(old="wrong")
            answer = client.post(CHANGE, wrong, REMOTE_ADDR=f"10.0.0.{number}")
            assert answer.status_code == 200
        else:
            Client().post(LOGIN, {"username": f"user{number}", "password": "wrong"})

    refused = client.post(CHANGE, form())

    assert_problem(refused, 429, "throttled")
    assert client.get(CHANGE).status_code == 200
    staff.refresh_from_db()
    assert staff.check_password(PASSWORD)
