"""A user's own profile: what it shows, what can be written, and by concurrent requests."""

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import Lines
from tests.conftest import NEW_PASSWORD, PASSWORD
from tests.endpoints import described, schema
from tests.races import while_password_changes, with_row_locks
from tokens.tokens import AccessToken
from users.models import User
from users.serializers import UserSerializer

WRITABLE = {
    name for name, field in UserSerializer().get_fields().items() if not field.read_only
}


@pytest.fixture
def own(api: APIClient, user: User) -> APIClient:
    api.force_authenticate(user)
    return api


def test_a_user_sees_their_profile(own: APIClient, user: User) -> None:
    response = own.get(reverse("me"))

    assert response.status_code == 200
    profile = {
        "id": str(user.pk),
        User.USERNAME_FIELD: user.get_username(),
        "email": user.email,
        "first_name": "Ann",
        "last_name": "Smith",
    }
    assert profile.items() <= response.json().items()


@pytest.mark.parametrize("kind", ["json", "multipart"])
def test_a_user_changes_their_name(
    own: APIClient, user: User, lines: Lines, kind: str
) -> None:
    response = own.patch(reverse("me"), {"first_name": "Anna"}, format=kind)

    assert (response.status_code, response.json()["first_name"]) == (200, "Anna")
    user.refresh_from_db()
    assert (user.first_name, user.last_name) == ("Anna", "Smith")
    [line] = [line for line in lines() if line["event"] == "user_updated"]
    assert (line["user_id"], "by" in line) == (str(user.pk), False)


def test_only_the_names_can_be_written(own: APIClient, user: User) -> None:
    # Except columns that change with every save.
    columns = [
        field.attname
        for field in User._meta.concrete_fields
        if not getattr(field, "auto_now", False)
    ]

    def row() -> list[Any]:
        related = [getattr(user, field.name).all() for field in User._meta.many_to_many]
        return [User.objects.values(*columns).get(), *map(list, related)]

    before = row()
    names = {field.name for field in User._meta.get_fields()} - WRITABLE
    assert {"email", "password", "is_staff", "groups", "date_joined"} <= names, (
        f"users/serializers.py lets users write {WRITABLE}. Some of them are not for a "
        "user to decide. Put those into read_only_fields."
    )

    for value in (True, 1, "x", [1], "2020-01-01T00:00:00Z", None):
        attack = dict.fromkeys([*names, "pk", "user", "email_verified"], value)
        assert own.patch(reverse("me"), attack).status_code == 200
        assert row() == before


@pytest.mark.parametrize("name", [0, True, ["Ann"], {}])
def test_a_name_has_to_be_a_text(own: APIClient, name: Any) -> None:
    response = own.patch(reverse("me"), {"last_name": name})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["last_name"]


def test_a_profile_is_saved_with_djangos_signals(
    own: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Mock()
    monkeypatch.setattr("django.db.models.base.post_save.send", sent)

    own.patch(reverse("me"), {"first_name": "Anna"})

    assert User in {call.kwargs["sender"] for call in sent.call_args_list}


def test_no_response_is_described_with_a_password() -> None:
    responses = {
        name: component.get("properties", {})
        for name, component in schema()["components"]["schemas"].items()
        if not name.endswith("Request")
    }

    assert len(responses) >= 3
    for name, properties in responses.items():
        assert not [each for each in properties if "password" in each], name


def test_no_response_contains_the_hash(
    api: APIClient, user: User, credentials: dict[str, str]
) -> None:
    paths = [
        path
        for path, operations in described().items()
        if "get" in operations and "{" not in path
    ]
    login = api.post(reverse("token_obtain_pair"), credentials)
    user.is_staff = True
    user.save()
    # Some views read the access token.
    api.force_authenticate(user, AccessToken(login.json()["access"]))  # type: ignore[arg-type]
    contents = [login.content]
    assert {reverse("hello"), reverse("me")} <= set(paths)
    for path in [*paths, reverse("schema")]:
        response = api.get(path)
        assert response.status_code == 200, path
        contents.append(response.content)

    kind, _, *rest = user.password.split("$")
    for content in contents:
        assert PASSWORD.encode() not in content
        assert f"{kind}$".encode() not in content
        assert not any(part.encode() in content for part in rest)


@pytest.fixture
def change_name(
    api: APIClient, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, user: User
) -> Callable[[Callable[[User], Any]], Any]:
    """Change the user's name, and call a function after the request was authenticated."""

    def patch(meanwhile: Callable[[User], Any]) -> Any:
        def validate(self: Any, attrs: dict[str, Any]) -> dict[str, Any]:
            meanwhile(User.objects.get(pk=user.pk))
            return attrs

        monkeypatch.setattr("users.serializers.UserSerializer.validate", validate)
        header = {"authorization": f"Bearer {tokens['access']}"}
        return api.patch(reverse("me"), {"first_name": "Anna"}, headers=header)

    return patch


def test_a_user_who_is_deactivated_meanwhile_stays_deactivated(
    change_name: Any, user: User
) -> None:
    def deactivate(owner: User) -> None:
        owner.is_active = False
        owner.save()

    change_name(deactivate)

    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("Anna", False)


def test_a_user_who_is_deleted_meanwhile_is_refused(change_name: Any) -> None:
    assert change_name(User.delete).status_code == 401
    assert not User.objects.exists()


@with_row_locks
def test_a_password_that_is_set_while_a_profile_is_saved_stays(
    own: APIClient, user: User
) -> None:
    change_name = partial(own.patch, reverse("me"), {"first_name": "Anna"})

    assert while_password_changes(user, change_name).status_code == 200

    user.refresh_from_db()
    assert user.first_name == "Anna"
    assert user.check_password(NEW_PASSWORD)
