from typing import Any

import pytest
from django.db.models.signals import post_save
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User


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


def test_a_user_can_change_their_names(own: APIClient, user: User) -> None:
    response = own.patch(reverse("me"), {"first_name": "Anna"})

    assert response.status_code == 200
    user.refresh_from_db()
    assert (user.first_name, user.last_name) == ("Anna", "Smith")


def test_nothing_else_can_be_changed_in_passing(own: APIClient, user: User) -> None:
    attack: dict[str, Any] = {
        "id": "00000000-0000-0000-0000-000000000000",
        "username": "root",
        "email": "root@example.com",
        "password": "x",
        "is_staff": True,
        "is_superuser": True,
        "is_active": False,
    }

    columns = {field.name for field in User._meta.concrete_fields} & set(attack)
    before = User.objects.values(*columns).get()

    assert own.patch(reverse("me"), attack).status_code == 200
    assert User.objects.values(*columns).get() == before


@pytest.mark.parametrize("name", [0, True, ["Ann"], {}])
def test_a_name_is_a_text(own: APIClient, name: Any) -> None:
    response = own.patch(reverse("me"), {"last_name": name})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["last_name"]


def test_a_profile_is_not_replaced_or_deleted(own: APIClient) -> None:
    assert own.put(reverse("me"), {}).status_code == 405
    assert own.delete(reverse("me")).status_code == 405


def test_a_profile_may_come_as_a_form(own: APIClient, user: User) -> None:
    """As it has to, where a file comes with it."""
    response = own.patch(reverse("me"), {"first_name": "Anna"}, format="multipart")

    assert (response.status_code, response.json()["first_name"]) == (200, "Anna")


def test_a_profile_is_saved_as_django_saves(own: APIClient, user: User) -> None:
    """With signals, files, relations, and what a `save()` of one's own does."""
    saved: list[Any] = []

    def note(instance: User, **kwargs: Any) -> None:
        saved.append(instance.first_name)

    post_save.connect(note, sender=User)
    try:
        own.patch(reverse("me"), {"first_name": "Anna"})
    finally:
        post_save.disconnect(note, sender=User)

    assert saved == ["Anna"]
