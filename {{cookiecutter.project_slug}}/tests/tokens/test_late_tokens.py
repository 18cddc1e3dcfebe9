"""A password that is changed, or a user who is deleted, while tokens are given out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse
from rest_framework_simplejwt.token_blacklist.models import (
    OutstandingToken,
)

from tests import transport
from tests.races import while_deleted, while_password_changes, with_row_locks
from users.models import User

Tokens = dict[str, str]

NEW_PASSWORD = "another horse, another battery"


@pytest.fixture
def log_in(credentials: dict[str, str]) -> Callable[[], Any]:
    return lambda: transport.new_client().post(
        reverse("token_obtain_pair"), credentials
    )


@pytest.fixture
def new_refresh(tokens: Tokens) -> Callable[[], Any]:
    return lambda: transport.refresh(transport.new_client(), tokens["refresh"])


def test_a_login_with_the_old_password_that_is_on_its_way_is_refused(
    log_in: Callable[[], Any], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_password(*args: Any, **kwargs: Any) -> None:
        owner = User.objects.get(pk=user.pk)
        owner.set_password(NEW_PASSWORD)
        owner.save()

    # Between the look at the password and the row of the token.
    monkeypatch.setattr("tokens.serializers.remember_login", change_password)
    response = log_in()

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not OutstandingToken.objects.filter(blacklistedtoken=None).exists()


def test_a_login_that_fails_on_the_way_leaves_no_token(
    log_in: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("connection lost")

    monkeypatch.setattr("tokens.logins.groups_if_unchanged", fail)

    assert log_in().status_code == 503
    assert not OutstandingToken.objects.filter(blacklistedtoken=None).exists()


def test_a_login_during_the_transaction_of_a_new_password_is_ended_with_it(
    user: User,
    log_in: Callable[[], Any],
    refresh: Callable[[str], Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = User.objects.get(pk=user.pk)
    with django_capture_on_commit_callbacks(execute=True):
        owner.set_password(NEW_PASSWORD)
        owner.save()
        # As others see it until the commit.
        User.objects.filter(pk=user.pk).update(password=user.password)
        late = transport.tokens_in(log_in())

    assert refresh(late["refresh"]).status_code == 401


@with_row_locks
def test_a_login_before_the_commit_of_a_new_password_is_ended_with_it(
    user: User, log_in: Callable[[], Any], refresh: Callable[[str], Any]
) -> None:
    response = while_password_changes(user, log_in)

    assert response.status_code == 200
    late = transport.tokens_in(response)
    assert refresh(late["refresh"]).status_code == 401


@with_row_locks
def test_a_refresh_waits_for_a_new_password_and_is_refused(
    user: User, new_refresh: Callable[[], Any]
) -> None:
    assert while_password_changes(user, new_refresh).status_code == 401
    assert not OutstandingToken.objects.filter(blacklistedtoken=None).exists()


@with_row_locks
def test_deleting_a_user_who_logs_in_succeeds(
    user: User, log_in: Callable[[], Any]
) -> None:
    response = while_deleted(user, log_in)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not User.objects.exists()


@with_row_locks
def test_deleting_a_user_who_refreshes_succeeds(
    user: User, new_refresh: Callable[[], Any]
) -> None:
    response = while_deleted(user, new_refresh)

    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"
    assert not User.objects.exists()
