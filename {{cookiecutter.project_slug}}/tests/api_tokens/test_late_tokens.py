"""A password that is changed, or a user who is deleted, while a token is asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.authtoken.models import Token

from tests import transport
from tests.api_tokens.conftest import API_TOKEN, Bring
from tests.races import while_deleted, while_password_changes, with_row_locks
from users.models import User

NEW_PASSWORD = "another horse, another battery"


@pytest.fixture
def ask(credentials: dict[str, str]) -> Callable[[], Any]:
    return lambda: transport.new_client().post(API_TOKEN, credentials)


def change(user: User, **fields: Any) -> None:
    owner = User.objects.get(pk=user.pk)
    for name, value in fields.items():
        setattr(owner, name, value)
    owner.save()


def test_a_login_with_the_old_password_that_is_on_its_way_gets_none(
    ask: Callable[[], Any], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_password(*args: Any, **kwargs: Any) -> None:
        owner = User.objects.get(pk=user.pk)
        owner.set_password(NEW_PASSWORD)
        owner.save()

    # Between the look at the password and the row of the token.
    monkeypatch.setattr("tokens.serializers.remember_login", change_password)
    response = ask()

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not Token.objects.exists()


def test_a_login_that_came_too_late_leaves_the_token_of_another(
    ask: Callable[[], Any], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_password_and_log_in(*args: Any, **kwargs: Any) -> None:
        owner = User.objects.get(pk=user.pk)
        owner.set_password(NEW_PASSWORD)
        owner.save()
        Token.objects.create(user=owner)

    monkeypatch.setattr("tokens.serializers.remember_login", change_password_and_log_in)

    assert ask().status_code == 401
    assert Token.objects.count() == 1


@pytest.mark.parametrize("fields", [{"_password": NEW_PASSWORD}, {"is_active": False}])
def test_a_token_of_a_login_during_the_transaction_is_ended_with_it(
    user: User,
    ask: Callable[[], Any],
    fields: dict[str, Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(user, **fields)
        # As others see it until the commit.
        User.objects.filter(pk=user.pk).update(password=user.password, is_active=True)
        assert ask().status_code == 200

    assert not Token.objects.exists()


@with_row_locks
def test_a_token_from_before_the_commit_of_a_new_password_is_ended_with_it(
    user: User, ask: Callable[[], Any], bring: Bring
) -> None:
    response = while_password_changes(user, ask)

    assert response.status_code == 200
    assert bring(response.json()["token"]).status_code == 401


@with_row_locks
def test_deleting_a_user_who_asks_for_a_token_succeeds(
    user: User, ask: Callable[[], Any]
) -> None:
    response = while_deleted(user, ask)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not User.objects.exists()
