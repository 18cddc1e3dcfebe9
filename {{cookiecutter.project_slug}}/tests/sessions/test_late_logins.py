"""A password that is changed while somebody logs in with the old one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.races import while_deleted, while_password_changes, with_row_locks
from tokens.models import Session
from users.models import User

Tokens = dict[str, str]

NEW_PASSWORD = "another horse, another battery"


def test_a_login_with_the_old_password_that_is_on_its_way_is_refused(
    api: APIClient,
    credentials: dict[str, str],
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def change_password(*args: Any, **kwargs: Any) -> None:
        owner = User.objects.get(pk=user.pk)
        owner.set_password(NEW_PASSWORD)
        owner.save()

    # Between the look at the password and the first row of the session.
    monkeypatch.setattr("tokens.serializers.remember_login", change_password)
    response = api.post(reverse("token_obtain_pair"), credentials)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not Session.objects.exists()


def test_a_login_during_the_transaction_of_a_new_password_is_ended_with_it(
    user: User,
    tokens: Tokens,
    me: Callable[[str], Any],
    log_in: Callable[[], Tokens],
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = User.objects.get(pk=user.pk)
    with django_capture_on_commit_callbacks(execute=True):
        owner.set_password(NEW_PASSWORD)
        owner.save()
        # As others see it until the commit.
        User.objects.filter(pk=user.pk).update(password=user.password)
        late = log_in()
        assert me(late["access"]).status_code == 200

    assert me(tokens["access"]).status_code == 401
    assert me(late["access"]).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_whoever_is_deleted_while_they_log_in_is_refused(
    api: APIClient,
    credentials: dict[str, str],
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tokens.serializers.remember_login",
        lambda *_: User.objects.filter(pk=user.pk).delete(),
    )

    response = api.post(reverse("token_obtain_pair"), credentials)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"


@with_row_locks
def test_a_login_before_the_commit_of_a_new_password_is_ended_with_it(
    user: User, credentials: dict[str, str], me: Callable[[str], Any]
) -> None:
    client = transport.new_client()
    response = while_password_changes(
        user, lambda: client.post(reverse("token_obtain_pair"), credentials)
    )

    assert response.status_code == 200
    assert me(transport.tokens_in(response)["access"]).status_code == 401


@with_row_locks
def test_deleting_a_user_who_logs_in_succeeds(
    user: User, credentials: dict[str, str]
) -> None:
    client = transport.new_client()
    response = while_deleted(
        user, lambda: client.post(reverse("token_obtain_pair"), credentials)
    )

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"
    assert not User.objects.exists()


@with_row_locks
def test_deleting_a_user_who_refreshes_succeeds(user: User, tokens: Tokens) -> None:
    client = transport.new_client()
    response = while_deleted(user, lambda: transport.refresh(client, tokens["refresh"]))

    assert response.status_code == 401
    assert not User.objects.exists()
