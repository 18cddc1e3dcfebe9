"""A login can ask for a shorter session, for example on a shared computer."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests import transport
from tests.client import (
    Tokens,
    after,
    change_password,
    claims,
    log_in,
    me,
    new_tokens,
    refresh,
    refreshed,
    with_token,
)
from tests.conftest import NEW_PASSWORD, PASSWORD
from tests.tokens.forgery import LIFETIMES
from tokens import logins
from users.models import User

LONGEST = int(LIFETIMES["refresh"])
# In seconds: shorter than without it, and longer than an access token.
SHORT = int(LIFETIMES["access"] + LIFETIMES["refresh"]) // 2


@pytest.fixture
def short(user: User) -> Tokens:
    """The tokens of a login that asked for a short session."""
    response = log_in(user, lifetime=f"{SHORT}s")
    assert response.status_code == 200
    return transport.tokens_in(response)


@pytest.fixture
def end(short: Tokens) -> int:
    """When the short session ends."""
    return int(claims(short["access"])["auth_time"]) + SHORT


def newest(old: Tokens) -> Tokens:
    return {**old, **refreshed(old["refresh"])}


def test_the_refresh_token_expires_when_the_login_asked_for(
    short: Tokens, end: int
) -> None:
    assert claims(short["refresh"])["exp"] == end
    assert claims(short["access"])["max_exp"] == end


def test_however_often_it_is_refreshed_a_session_ends_when_it_was_asked_to(
    short: Tokens, end: int
) -> None:
    tokens = short
    for seconds in (SHORT // 3, SHORT // 2, SHORT - 20, SHORT - 2):
        with after(seconds):
            tokens = newest(tokens)
            assert me(tokens["access"]).status_code == 200
        assert claims(tokens["refresh"])["exp"] == end

    # Also for services that verify the tokens themselves.
    assert claims(tokens["access"])["exp"] == end
    with after(SHORT + 1):
        assert refresh(tokens["refresh"]).status_code == 401
        assert me(tokens["access"]).status_code == 401


def test_a_session_may_be_shorter_than_an_access_token(user: User) -> None:
    tokens = transport.tokens_in(log_in(user, lifetime="1m"))

    end = claims(tokens["access"])["auth_time"] + 60
    assert claims(tokens["refresh"])["exp"] == end
    assert claims(tokens["access"])["exp"] <= end
    with after(62):
        assert refresh(tokens["refresh"]).status_code == 401
        assert me(tokens["access"]).status_code == 401


def test_a_step_up_does_not_prolong_it(short: Tokens, end: int) -> None:
    with after(SHORT - 5):
        client = with_token(newest(short)["access"])
        access = client.post(reverse("step_up"), {"password": PASSWORD}).json()

    assert claims(access["access"])["exp"] == end


def test_a_new_password_does_not_prolong_it(short: Tokens, end: int) -> None:
    with after(SHORT // 2):
        response = change_password(newest(short)["access"])
        tokens = transport.tokens_in(response)
        again = newest(tokens)

    assert User.objects.get().check_password(NEW_PASSWORD)
    for pair in (tokens, again):
        assert end - 1 <= claims(pair["refresh"])["exp"] <= end


def test_another_login_of_the_user_is_not_shorter(user: User, short: Tokens) -> None:
    tokens = new_tokens(user)

    assert "max_exp" not in claims(tokens["access"])
    for kind, lifetime in LIFETIMES.items():
        found = claims(tokens[kind])
        assert found["exp"] - found["iat"] == lifetime


@pytest.mark.parametrize(
    "text",
    ["", "12", "12 h", "-12h", "h", "1.5h", "12w", "1m1h", "9" * 20 + "d", "1\u0663h"],
)
def test_a_text_that_is_no_duration_is_refused(user: User, text: str) -> None:
    response = log_in(user, lifetime=text)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["lifetime"]


@pytest.mark.parametrize("value", [3600, 1.5, None, True, ["12h"], {}])
def test_a_duration_is_a_text(user: User, value: Any) -> None:
    response = log_in(user, lifetime=value)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["lifetime"]


@pytest.mark.parametrize("text", ["0s", "59s", f"{LONGEST + 1}s", "999999d"])
def test_a_duration_out_of_range_is_refused_and_the_range_is_named(
    user: User, text: str
) -> None:
    [error] = log_in(user, lifetime=text).json()["errors"]["lifetime"]

    assert error["code"] == "out_of_range"
    assert error["message"].startswith("Write a duration of 1m at least and ")
    longest = error["message"].split(" and ")[1].split(" ")[0]
    assert log_in(user, lifetime=longest).status_code == 200


def test_the_range_is_named_in_the_language(user: User, credentials: Any) -> None:
    client, body = transport.new_client(), {**credentials, "lifetime": "1s"}
    headers: Any = {"accept-language": "de"}
    response = client.post(reverse("token_obtain_pair"), body, headers=headers)

    [error] = response.json()["errors"]["lifetime"]
    assert error["code"] == "out_of_range"
    assert error["message"].startswith("Schreiben Sie eine Dauer von mindestens 1m ")
    assert "{" not in error["message"]


@pytest.mark.parametrize("text", ["1m", "60s", f"{LONGEST}s", f"1m{LONGEST - 60}s"])
def test_the_shortest_and_the_longest_are_accepted(user: User, text: str) -> None:
    assert log_in(user, lifetime=text).status_code == 200


def test_a_refused_duration_does_not_tell_whether_the_password_is_right(
    user: User,
) -> None:
    answers = [
        log_in(user, lifetime="x", password=password) for password in (PASSWORD, "x")
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content


def test_a_login_in_code_can_be_shorter_or_longer(user: User) -> None:
    for seconds in (SHORT, LONGEST + 3600):
        with after(0, tick=False):
            pair = logins.start(user, lifetime=timedelta(seconds=seconds))

        access, refresh = claims(pair["access"]), claims(pair["refresh"])
        assert access["max_exp"] - access["auth_time"] == seconds
        assert refresh["exp"] - refresh["iat"] == min(seconds, LONGEST)
