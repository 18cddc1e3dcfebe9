"""A password that is changed while the account is: one change is made, and none crashes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.users.passwords.conftest import NEW_PASSWORD
from users.models import User

OTHER_PASSWORD = "another horse, another battery"


@pytest.fixture
def change(api: APIClient, tokens: dict[str, str]) -> Callable[[str], Any]:
    return lambda new: api.post(
        reverse("password_change"),
        {"current_password": PASSWORD, "new_password": new},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )


@pytest.fixture
def slow(
    change: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, user: User
) -> Callable[[Any], Any]:
    """Change one's password; meanwhile, something else happens to the account."""

    def post(meanwhile: Any) -> Any:
        monkeypatch.setattr(
            "tokens.password_change.check_new_password",
            lambda *_: meanwhile(User.objects.get(pk=user.pk)),
        )
        return change(NEW_PASSWORD)

    return post


def test_a_password_that_is_changed_meanwhile_stays(slow: Any, user: User) -> None:
    def change_it(owner: User) -> None:
        owner.set_password(OTHER_PASSWORD)
        owner.save()

    assert slow(change_it).status_code == 401

    user.refresh_from_db()
    assert user.check_password(OTHER_PASSWORD)


def test_an_account_that_is_deleted_meanwhile_is_refused(slow: Any) -> None:
    assert slow(lambda owner: owner.delete()).status_code == 401

    assert not User.objects.exists()
