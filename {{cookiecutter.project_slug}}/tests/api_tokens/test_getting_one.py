"""A token is given for what one logs in with, and as carefully."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import addresses
from tests.api_tokens.conftest import API_TOKEN
from tests.conftest import PASSWORD, make_user
from users.models import User

LOGIN = reverse("token_obtain_pair")


def test_a_name_and_a_password_get_a_token(
    api: APIClient, credentials: dict[str, str], user: User
) -> None:
    response = api.post(API_TOKEN, credentials)

    assert response.status_code == 200
    assert response.json() == {"token": Token.objects.get(user=user).key}
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_asking_again_brings_the_same(
    api: APIClient, credentials: dict[str, str], key: str
) -> None:
    assert api.post(API_TOKEN, credentials).json() == {"token": key}


def test_every_cause_has_the_answer_of_logging_in(
    api: APIClient, credentials: dict[str, str]
) -> None:
    make_user("gone@example.com", is_active=False)
    name = User.USERNAME_FIELD
    wrong: list[dict[str, str]] = [
        {"password": "wrong"},
        {"password": f"{PASSWORD} "},
        {name: "nobody@example.com"},
        {name: "gone@example.com"},
    ]

    answers = [
        api.post(path, credentials | each)
        for path in (API_TOKEN, LOGIN)
        for each in wrong
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["code"] == "no_active_account"
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="api"'}
    assert not Token.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a" * 255, 12345, ["ann@example.com"], {}, None])
def test_what_cannot_be_a_name_is_refused_unread(
    api: APIClient, name: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = api.post(
            API_TOKEN, {User.USERNAME_FIELD: name, "password": PASSWORD}
        )

    assert_problem(response, 400, "invalid")
    assert list(response.json()["errors"]) == [User.USERNAME_FIELD]


@pytest.mark.parametrize("body", [b"[]", b"{", b'"text"', b'{"password": "\\u0000"}'])
def test_what_is_no_log_in_is_refused(api: APIClient, body: bytes) -> None:
    client: Any = api
    response = client.generic("POST", API_TOKEN, body, "application/json")

    assert response.status_code == 400


@pytest.fixture
def wrong(user: User, settings: Any) -> dict[str, str]:
    """A name and a wrong password, of which four may be tried."""
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (4, 86_400))
    return {User.USERNAME_FIELD: user.get_username(), "password": "wrong"}


def test_tries_are_counted_with_those_to_log_in(
    api: APIClient, wrong: dict[str, str]
) -> None:
    answers = [api.post(path, wrong).status_code for path in [API_TOKEN, LOGIN] * 3]

    assert answers == [401] * 4 + [429] * 2


def test_tries_on_one_account_are_limited_wherever_they_come_from(
    api: APIClient, wrong: dict[str, str]
) -> None:
    answers = [
        api.post(API_TOKEN, wrong, REMOTE_ADDR=address).status_code
        for address in list(addresses())[:6]
    ]

    assert answers == [401] * 4 + [429] * 2


def test_each_try_leaves_a_line(
    api: APIClient, credentials: dict[str, str], user: User, lines: Any
) -> None:
    api.post(API_TOKEN, credentials)
    api.post(API_TOKEN, credentials | {"password": "wrong"})

    told = [
        (line["event"], line.get("user_id"))
        for line in lines()
        if line["logger"] == "security"
    ]
    assert told == [("authn_login_success", str(user.pk)), ("authn_login_fail", None)]
    assert Token.objects.get().key not in str(lines())
