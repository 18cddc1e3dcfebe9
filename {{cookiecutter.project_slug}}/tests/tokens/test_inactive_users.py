"""A user is deactivated, deleted, or refused by SimpleJWT's USER_AUTHENTICATION_RULE."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from tests.api.conftest import assert_problem
from tests.client import Tokens, change_password, log_in, me, refresh, verify
from tests.conftest import make_user
from tests.tokens.forgery import refused
from tokens import logins
from users.models import User


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that depends on the name, and accepts users who are deactivated."""
    monkeypatch.setattr(
        api_settings,
        "USER_AUTHENTICATION_RULE",
        lambda user: user is not None and user.last_name == "Smith",
    )


def deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def deactivate_in_a_query(user: User) -> None:
    """Send no signal, with which tokens are revoked."""
    User.objects.update(is_active=False)


def change_name(user: User) -> None:
    User.objects.update(last_name="Jones")


@pytest.mark.parametrize(
    "change", [deactivate, deactivate_in_a_query, change_name, User.delete]
)
@pytest.mark.parametrize(
    ("send", "kind"),
    [
        (me, "access"),
        (change_password, "access"),
        (refresh, "refresh"),
        (verify, "access"),
        (verify, "refresh"),
    ],
)
def test_the_tokens_of_a_user_who_may_not_log_in_are_refused(
    user: User,
    tokens: Tokens,
    send: Callable[[str], Any],
    kind: str,
    change: Callable[[User], Any],
) -> None:
    change(user)

    response = send(tokens[kind])

    assert refused(response)
    assert response.content == send("garbage").content


@pytest.mark.parametrize("change", [deactivate, change_name])
def test_a_user_who_may_not_log_in_gets_no_tokens(
    user: User, change: Callable[[User], None]
) -> None:
    change(user)

    assert_problem(log_in(user), 401, "no_active_account")
    with pytest.raises(InvalidToken):
        logins.start(User.objects.get())


def test_the_token_of_a_deleted_user_is_not_of_a_new_user_with_the_same_name(
    user: User, tokens: Tokens
) -> None:
    old = user.pk
    user.delete()

    assert make_user("ann@example.com").pk != old
    assert me(tokens["access"]).status_code == 401
