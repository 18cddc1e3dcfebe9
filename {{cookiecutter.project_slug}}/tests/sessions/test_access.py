"""Both tokens of a session are refused as soon as it is ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from api.throttling import has_several_names
from tests import transport
from tests.client import Tokens, log_in, me, new_tokens, refresh, refreshed
from tests.conftest import NEW_PASSWORD, PASSWORD
from tests.races import after_password_check, set_password
from tests.sessions.conftest import log_out, statuses
from tokens.models import Session
from users.models import User


def test_after_a_logout_both_tokens_are_refused(
    api: APIClient, tokens: Tokens, altered: Callable[..., str]
) -> None:
    """Also an access token with another valid signature."""
    log_out(tokens["refresh"])

    assert statuses(tokens) == (401, 401)
    assert me(altered(tokens["access"])).status_code == 401
    verified = api.post(reverse("token_verify"), {"token": tokens["access"]})
    assert verified.status_code == 401


@pytest.mark.parametrize("is_new", [False, True])
def test_each_refresh_token_of_a_session_ends_it(tokens: Tokens, is_new: bool) -> None:
    newer = tokens | refreshed(tokens["refresh"])

    log_out((newer if is_new else tokens)["refresh"])

    assert statuses(tokens) == statuses(newer) == (401, 401)


def test_the_response_does_not_distinguish_an_ended_session_from_an_invalid_token(
    tokens: Tokens,
) -> None:
    log_out(tokens["refresh"])

    for ended, invalid in (
        (me(tokens["access"]), me("x")),
        (refresh(tokens["refresh"]), refresh("x")),
    ):
        assert ended.content == invalid.content
        assert ended["WWW-Authenticate"] == invalid["WWW-Authenticate"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("atomic_requests")
def test_a_change_of_the_password_ends_all_sessions_and_starts_one(
    api: APIClient, user: User
) -> None:
    this, other = new_tokens(user), new_tokens(user)

    response = api.post(
        reverse("password_change"),
        {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
        headers={"authorization": f"Bearer {this['access']}"},
    )

    assert response.status_code == 200
    assert statuses(this) == statuses(other) == (401, 401)
    assert statuses(transport.tokens_in(response)) == (200, 200)


def test_a_login_during_a_change_of_the_password_leaves_no_session(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_password_check(monkeypatch, set_password)

    assert log_in(user).status_code == 401
    assert not Session.objects.exists()


def test_both_tokens_are_refused_if_a_query_has_deactivated_the_user(
    tokens: Tokens, user: User
) -> None:
    """A query sends no signal, and does not end the sessions."""
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert statuses(tokens) == (401, 401)


def test_a_login_takes_three_queries_a_request_one_and_a_refresh_two(
    user: User,
    tokens: Tokens,
    settings: Any,
    profile_queries: int,
    django_assert_num_queries: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups", "staff": "is_staff"}

    # The user, the session and the groups; the user again, if a user has several names.
    with django_assert_num_queries(3 + has_several_names() + profile_queries):
        log_in(user)
    # The session with its user.
    with django_assert_num_queries(1 + profile_queries):
        me(tokens["access"])
    # The session with its user and the groups, and the update of the session.
    with django_assert_num_queries(2):
        refresh(tokens["refresh"])
