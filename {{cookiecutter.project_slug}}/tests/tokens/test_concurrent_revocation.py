"""The password is changed, or the user deleted, while tokens are issued."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import transport
from tests.client import Tokens, log_in, new_tokens, refresh
from tests.races import (
    after_password_check,
    set_password,
    while_deleted,
    while_password_changes,
    with_row_locks,
)
from users.models import User


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [set_password, User.delete])
def test_a_login_is_refused_if_the_user_changes_after_the_password_check(
    user: User, monkeypatch: pytest.MonkeyPatch, change: Callable[[User], Any]
) -> None:
    after_password_check(monkeypatch, change)

    response = log_in(user)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"


def test_a_login_in_the_transaction_of_a_new_password_is_revoked_at_the_commit(
    user: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_password(user)
        # Other connections read the old password until the commit.
        User.objects.filter(pk=user.pk).update(password=user.password)
        late = new_tokens(user)

    assert refresh(late["refresh"]).status_code == 401


@with_row_locks
def test_a_login_before_the_commit_of_a_new_password_is_revoked(user: User) -> None:
    late = while_password_changes(user, lambda: new_tokens(user))

    assert refresh(late["refresh"]).status_code == 401


@with_row_locks
def test_a_refresh_before_the_commit_of_a_new_password_is_revoked(
    user: User, tokens: Tokens
) -> None:
    response = while_password_changes(user, lambda: refresh(tokens["refresh"]))

    # Without rotation, it succeeds and returns no refresh token.
    late = tokens | transport.tokens_in(response)
    assert refresh(late["refresh"]).status_code == 401


@with_row_locks
def test_a_login_does_not_prevent_the_deletion_of_the_user(user: User) -> None:
    response = while_deleted(user, lambda: log_in(user))

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not User.objects.exists()


@with_row_locks
def test_a_refresh_does_not_prevent_the_deletion_of_the_user(
    user: User, tokens: Tokens
) -> None:
    response = while_deleted(user, lambda: refresh(tokens["refresh"]))

    # Without rotation, it succeeds.
    assert response.status_code in {200, 401}
    assert not User.objects.exists()
