"""What a request may write of a user, and what no answer says of one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.endpoints import described, schema
from tokens.tokens import AccessToken
from users.models import User
from users.serializers import UserSerializer

WRITABLE = {
    name for name, field in UserSerializer().get_fields().items() if not field.read_only
}
# What saving changes by itself is not looked at.
COLUMNS = [
    field.attname
    for field in User._meta.concrete_fields
    if not getattr(field, "auto_now", False)
]


def rows(*users: User) -> list[Any]:
    """Everything the database says of users."""
    found = User.objects.filter(pk__in=[user.pk for user in users])
    return [
        (values, *(list(getattr(user, field.name).all()) for field in related()))
        for user, values in zip(found, found.values(*COLUMNS), strict=True)
    ]


def related() -> list[Any]:
    return list(User._meta.many_to_many)


def test_no_field_can_be_written_but_the_names(api: APIClient, user: User) -> None:
    api.force_authenticate(user)
    before = rows(user)
    names = {field.name for field in User._meta.get_fields()} - WRITABLE
    assert {"email", "password", "is_staff", "groups", "date_joined"} <= names, (
        f"users/serializers.py lets users write {WRITABLE}: some of them are no user's "
        "to decide. Put those into read_only_fields."
    )

    for value in (True, 1, "x", [1], "2020-01-01T00:00:00Z", None):
        attack = dict.fromkeys([*names, "pk", "user", "email_verified"], value)
        assert api.patch(reverse("me"), attack).status_code == 200
        assert rows(user) == before


def answers(schema: Any) -> Iterator[tuple[str, Any]]:
    for name, component in schema["components"]["schemas"].items():
        if not name.endswith("Request"):
            yield name, component.get("properties", {})


def test_no_answer_is_described_with_a_password() -> None:
    components = dict(answers(schema()))

    assert len(components) >= 3
    for name, properties in components.items():
        assert not [each for each in properties if "password" in each], name


def test_no_answer_holds_the_hash(
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
    # Whatever else a view would ask for.
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


@pytest.mark.django_db
def test_a_new_database_has_no_account() -> None:
    assert not User.objects.exists()
