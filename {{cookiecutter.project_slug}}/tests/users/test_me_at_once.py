"""A profile that is changed while the account is: nothing comes back."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
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
