"""A name and a password are exchanged for DRF's token, with the limits of a login."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import assert_problem
from tests.api.throttles.conftest import addresses
from tests.api_tokens.conftest import API_TOKEN, obtain
from tests.conftest import PASSWORD, make_user
from users.models import User

LOGIN = reverse("token_obtain_pair")


def test_a_login_returns_the_token_of_the_user_and_is_recorded(
    user: User, lines: Any
) -> None:
    response = obtain(user)

    token = Token.objects.get(user=user).key
    assert response.status_code == 200
    assert response.json() == obtain(user).json() == {"token": token}
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert obtain(user, "wrong").status_code == 401
    recorded = [
        (line["event"], line.get("user_id"))
        for line in lines()
        if line["logger"] == "security"
    ]
    success = ("authn_login_success", str(user.pk))
    assert recorded == [success, success, ("authn_login_fail", None)]
    assert token not in str(lines())


def test_a_refused_login_has_the_response_of_a_refused_login_with_jwt(
    api: APIClient, credentials: dict[str, str]
) -> None:
    make_user("gone@example.com", is_active=False)
    name = User.USERNAME_FIELD
    wrong: list[dict[str, str]] = [
        {"password": "wrong"},
        {"password": f"{PASSWORD} "},
        {name: "unknown@example.com"},
        {name: "gone@example.com"},
    ]

    paths = (API_TOKEN, LOGIN)
    answers = [api.post(path, credentials | each) for path in paths for each in wrong]

    for answer in answers:
        assert_problem(answer, 401, "no_active_account")
        assert answer.content == answers[0].content
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert not Token.objects.exists()


def test_an_invalid_name_is_refused_without_a_query(
    api: APIClient, credentials: dict[str, str], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = api.post(API_TOKEN, credentials | {User.USERNAME_FIELD: "a" * 255})

    assert_problem(response, 400, "invalid")
    assert list(response.json()["errors"]) == [User.USERNAME_FIELD]


@pytest.mark.parametrize("body", [b"[]", b"{", b'"text"', b'{"password": "\\u0000"}'])
def test_an_invalid_body_is_refused(body: bytes) -> None:
    client: Any = transport.new_client()
    response = client.generic("POST", API_TOKEN, body, "application/json")

    assert response.status_code == 400


def test_attempts_are_limited_together_with_those_at_the_login(
    api: APIClient, user: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (4, 86_400))
    wrong = {User.USERNAME_FIELD: user.get_username(), "password": "wrong"}

    answers = [api.post(path, wrong).status_code for path in [API_TOKEN, LOGIN] * 3]

    assert answers == [401] * 4 + [429] * 2


def test_attempts_on_one_account_are_limited_for_all_addresses_together(
    user: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (4, 86_400))

    answers = [
        obtain(user, "wrong", REMOTE_ADDR=address).status_code
        for address in list(addresses())[:6]
    ]

    assert answers == [401] * 4 + [429] * 2
