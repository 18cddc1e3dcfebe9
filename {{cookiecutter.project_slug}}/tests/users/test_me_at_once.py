"""A profile that is changed while the account is: nothing comes back."""

from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from rest_framework.serializers import ModelSerializer
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.races import at_once, with_row_locks
from users.models import User

NEW_PASSWORD = "another horse, another battery"


@pytest.fixture
def slow(
    api: APIClient, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch, user: User
) -> Any:
    """Change one's name; meanwhile, somebody else does something to the account."""

    def patch(meanwhile: Any) -> Any:
        def validate(self: Any, attrs: dict[str, Any]) -> dict[str, Any]:
            meanwhile(User.objects.get(pk=user.pk))
            return attrs

        monkeypatch.setattr("users.serializers.UserSerializer.validate", validate)
        header = {"authorization": f"Bearer {tokens['access']}"}
        return api.patch(reverse("me"), {"first_name": "Anna"}, headers=header)

    return patch


def test_a_deactivated_account_stays_deactivated(slow: Any, user: User) -> None:
    def deactivate(owner: User) -> None:
        owner.is_active = False
        owner.save()

    slow(deactivate)

    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("Anna", False)


def test_a_new_password_stays_new(slow: Any, user: User) -> None:
    def change_password(owner: User) -> None:
        owner.set_password(NEW_PASSWORD)
        owner.save()

    slow(change_password)

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert not user.check_password(PASSWORD)


def test_a_deleted_account_is_refused(slow: Any) -> None:
    response = slow(lambda owner: owner.delete())

    assert response.status_code == 401
    assert not User.objects.exists()


@with_row_locks
def test_a_new_password_that_is_set_while_a_profile_is_saved_stays_new(
    api: APIClient, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = ModelSerializer.update
    read, written = Event(), Event()

    def update_later(*args: Any) -> Any:
        read.set()
        # Until the other is done, or waits for the row.
        while not written.wait(0.01):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
                if cursor.fetchone():
                    break
        return update(*args)

    def change_profile() -> int:
        api.force_authenticate(user)
        status: int = api.patch(reverse("me"), {"first_name": "Anna"}).status_code
        return status

    def change_password() -> None:
        assert read.wait(5)
        owner = User.objects.get(pk=user.pk)
        owner.set_password(NEW_PASSWORD)
        owner.save(update_fields=["password"])
        written.set()

    monkeypatch.setattr("users.serializers.UserSerializer.update", update_later)

    assert at_once([change_profile, change_password]) == [200, None]
    user.refresh_from_db()
    assert user.first_name == "Anna"
    assert user.check_password(NEW_PASSWORD)
