"""SimpleJWT's USER_AUTHENTICATION_RULE applies wherever a token is issued or accepted."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from tests import transport
from tests.api.conftest import assert_problem
from tests.client import Tokens, log_in, me, new_tokens, refresh
from tests.conftest import NEW_PASSWORD, PASSWORD
from tokens import logins
from users.models import User


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        api_settings,
        "USER_AUTHENTICATION_RULE",
        lambda user: user is not None and user.last_name == "Smith",
    )


def verify(token: str) -> Any:
    return transport.new_client().post(reverse("token_verify"), {"token": token})


def change_password(access: str) -> Any:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    header = {"authorization": f"Bearer {access}"}
    client = transport.new_client()
    return client.post(reverse("password_change"), body, headers=header)


def test_a_user_whom_the_rule_accepts_is_authenticated(tokens: Tokens) -> None:
    assert me(tokens["access"]).status_code == 200
    assert refresh(tokens["refresh"]).status_code == 200


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (me, "access"),
        (refresh, "refresh"),
        (verify, "access"),
        (verify, "refresh"),
        (change_password, "access"),
    ],
)
def test_the_tokens_of_a_user_whom_the_rule_does_not_accept_are_refused(
    user: User, request_: Callable[[str], Any], kind: str
) -> None:
    tokens = new_tokens(user)
    User.objects.update(last_name="Jones")

    assert_problem(request_(tokens[kind]), 401, "token_not_valid")


def test_no_token_is_issued_for_a_user_whom_the_rule_does_not_accept(
    user: User,
) -> None:
    User.objects.update(last_name="Jones")

    assert_problem(log_in(user), 401, "no_active_account")
    with pytest.raises(InvalidToken):
        logins.start(User.objects.get())


def test_a_deactivated_user_is_refused_whatever_the_rule_returns(
    user: User, tokens: Tokens
) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert me(tokens["access"]).status_code == 401
