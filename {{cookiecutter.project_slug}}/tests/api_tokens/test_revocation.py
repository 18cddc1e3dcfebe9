"""A new password, the deactivation or the deletion of the user revokes DRF's token."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.authtoken.models import Token

from tests import transport
from tests.api.conftest import assert_problem
from tests.api_tokens.conftest import obtain, use
from tests.client import me, refresh
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.races import (
    after_password_check,
    set_password,
    while_deleted,
    while_password_changes,
    with_row_locks,
)
from tests.users.conftest import delete_in_the_admin
from users.models import User


def deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def deactivate_and_reactivate(user: User) -> None:
    deactivate(user)
    user.is_active = True
    user.save()


@pytest.mark.parametrize(
    "change", [set_password, deactivate_and_reactivate, delete_in_the_admin]
)
def test_a_new_password_a_deactivation_or_a_deletion_revokes_the_token(
    key: str, user: User, change: Callable[[User], None]
) -> None:
    change(user)

    assert use(key).status_code == 401
    assert not Token.objects.exists()


def test_a_change_of_the_password_with_the_token_returns_a_pair(key: str) -> None:
    body = {"current_password": "wrong", "new_password": NEW_PASSWORD}
    assert use(key, "password_change", "post", body).status_code == 400
    assert use(key).status_code == 200

    body["current_password"] = PASSWORD
    response = use(key, "password_change", "post", body)

    assert response.status_code == 200
    pair = transport.tokens_in(response)
    assert me(pair["access"]).status_code == 200
    assert refresh(pair["refresh"]).status_code == 200
    assert use(key).status_code == 401


def test_the_upgrade_of_a_hash_does_not_revoke_the_token(
    key: str, user: User, settings: Any
) -> None:
    argon2 = "users.passwords.Argon2PasswordHasher"
    settings.PASSWORD_HASHERS = [argon2, *settings.PASSWORD_HASHERS]

    assert obtain(user).json() == {"token": key}
    assert User.objects.get().password.startswith("argon2")
    assert use(key).status_code == 200


def test_changes_to_another_user_do_not_revoke_the_token(key: str) -> None:
    other = make_user("ben@example.com")
    set_password(other)
    deactivate(other)

    assert use(key).status_code == 200


def test_a_login_is_refused_if_the_password_changes_after_its_check(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_password_check(monkeypatch, set_password)

    assert_problem(obtain(user), 401, "no_active_account")
    assert not Token.objects.exists()


def test_a_refused_login_does_not_delete_the_token_of_a_login_with_the_new_password(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_password_and_log_in(user: User) -> None:
        set_password(user)
        Token.objects.create(user=user)

    after_password_check(monkeypatch, set_password_and_log_in)

    assert obtain(user).status_code == 401
    assert Token.objects.count() == 1


@pytest.mark.parametrize("change", [set_password, deactivate])
def test_a_login_in_the_transaction_of_a_change_is_revoked_at_the_commit(
    user: User,
    change: Callable[[User], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(User.objects.get(pk=user.pk))
        # Other connections read the old values until the commit.
        User.objects.filter(pk=user.pk).update(password=user.password, is_active=True)
        assert obtain(user).status_code == 200

    assert not Token.objects.exists()


@with_row_locks
def test_a_login_before_the_commit_of_a_new_password_is_revoked(user: User) -> None:
    response = while_password_changes(user, lambda: obtain(user))

    assert response.status_code == 200
    assert use(response.json()["token"]).status_code == 401


@with_row_locks
def test_a_login_does_not_prevent_the_deletion_of_the_user(user: User) -> None:
    response = while_deleted(user, lambda: obtain(user))

    assert_problem(response, 401, "no_active_account")
    assert not User.objects.exists()
