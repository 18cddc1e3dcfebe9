"""Users delete their own account, after a recent proof of who they are."""

from typing import Any

from django.urls import reverse

from tests.api.conftest import Lines
from tests.client import Tokens, after, log_in, me, refresh, refreshed, with_token
from tests.conftest import make_user
from tests.tokens.forgery import LIFETIMES
from users.models import User

ME = reverse("me")


def test_an_account_is_deleted_with_its_tokens(
    user: User, tokens: Tokens, lines: Lines
) -> None:
    other = make_user("bob@example.com")

    response = with_token(tokens["access"]).delete(ME)

    assert response.status_code == 204
    assert list(User.objects.all()) == [other]
    assert me(tokens["access"]).status_code == 401
    assert refresh(tokens["refresh"]).status_code == 401
    assert log_in(user).status_code == 401
    [deleted] = [line for line in lines() if line["event"] == "user_deleted"]
    assert deleted["user_id"] == str(user.pk)


def test_an_old_login_deletes_nothing(tokens: Tokens, settings: Any) -> None:
    limit = settings.STEP_UP_MAX_AGE.total_seconds()
    with after(limit + 2):
        expired = LIFETIMES["access"] <= limit
        access = refreshed(tokens["refresh"])["access"] if expired else tokens["access"]
        response = with_token(access).delete(ME)

    assert response.status_code == 401
    assert response.json()["code"] == "insufficient_user_authentication"
    assert User.objects.count() == 1


def test_deletion_can_be_turned_off(tokens: Tokens, settings: Any) -> None:
    settings.ACCOUNT_DELETION = False

    assert with_token(tokens["access"]).delete(ME).status_code == 405
    assert User.objects.count() == 1


def test_staff_are_not_deleted(tokens: Tokens) -> None:
    """With them, Django would delete the record of their changes in the admin."""
    User.objects.update(is_staff=True)

    assert with_token(tokens["access"]).delete(ME).status_code == 403
    assert User.objects.count() == 1
