"""A logout, a new password, or deactivation revokes refresh tokens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import transport
from tests.api.conftest import assert_problem
from tests.client import Tokens, after, log_in, new_tokens, refresh, verify
from tests.conftest import NEW_PASSWORD, check_fails, make_user
from tests.races import (
    after_password_check,
    set_password,
    while_deleted,
    while_password_changes,
    with_row_locks,
)
from tests.tokens.forgery import LIFETIMES, altered
from users.models import User


def log_out(token: str) -> Any:
    return transport.bring(transport.new_client(), "token_blacklist", token)


def test_after_a_logout_the_refresh_token_is_refused(
    user: User, tokens: Tokens
) -> None:
    """An ECDSA signature can be changed into another valid one, without the key."""
    other = new_tokens(user)
    with_another_signature = altered(tokens["refresh"])
    assert with_another_signature != tokens["refresh"]

    response = log_out(tokens["refresh"])

    assert (response.status_code, response.json()) == (200, {})
    for token in (tokens["refresh"], with_another_signature):
        assert refresh(token).status_code == verify(token).status_code == 401
    assert refresh(other["refresh"]).status_code == 200


def test_the_response_to_a_logout_is_the_same_for_every_token(tokens: Tokens) -> None:
    with after(LIFETIMES["refresh"] + 1):
        expired = log_out(tokens["refresh"])
    valid, revoked = log_out(tokens["refresh"]), log_out(tokens["refresh"])

    for response in (expired, valid, revoked, log_out(tokens["access"]), log_out("x")):
        assert (response.status_code, response.content) == (200, b"{}")


def set_password_in_the_admin(user: User) -> None:
    client = Client()
    client.force_login(make_user("a@example.com", is_staff=True, is_superuser=True))
    passwords = dict.fromkeys(["password1", "password2"], NEW_PASSWORD)
    path = reverse("admin:auth_user_password_change", args=[user.pk])
    form = {"usable_password": "true", **passwords}
    assert client.post(path, form).status_code == 302


def deactivate_and_reactivate(user: User) -> None:
    for is_active in (False, True):
        user.is_active = is_active
        user.save()


@pytest.mark.parametrize(
    "change", [set_password, set_password_in_the_admin, deactivate_and_reactivate]
)
def test_a_new_password_or_a_deactivation_revokes_all_refresh_tokens(
    user: User, change: Callable[[User], None]
) -> None:
    first, second = new_tokens(user), new_tokens(user)

    change(user)

    assert refresh(first["refresh"]).status_code == 401
    assert refresh(second["refresh"]).status_code == 401


def test_the_upgrade_of_a_hash_revokes_nothing(
    user: User, tokens: Tokens, settings: Any
) -> None:
    argon2 = "users.passwords.Argon2PasswordHasher"
    settings.PASSWORD_HASHERS = [argon2, *settings.PASSWORD_HASHERS]
    new_tokens(user)

    assert User.objects.get().password.startswith("argon2")
    assert refresh(tokens["refresh"]).status_code == 200


def test_the_validator_that_revokes_tokens_is_required(settings: Any) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = []

    assert "tokens.E041" in check_fails()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [set_password, User.delete])
def test_a_login_is_refused_if_the_user_changes_after_the_password_check(
    user: User, monkeypatch: pytest.MonkeyPatch, change: Callable[[User], Any]
) -> None:
    after_password_check(monkeypatch, change)

    assert_problem(log_in(user), 401, "no_active_account")


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

    assert_problem(response, 401, "no_active_account")
    assert not User.objects.exists()


@with_row_locks
def test_a_refresh_does_not_prevent_the_deletion_of_the_user(
    user: User, tokens: Tokens
) -> None:
    response = while_deleted(user, lambda: refresh(tokens["refresh"]))

    # Without rotation, it succeeds.
    assert response.status_code in {200, 401}
    assert not User.objects.exists()
