from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests.conftest import make_user
from users.models import User

Me = Callable[[str], Any]
Tokens = dict[str, str]


def test_without_a_token_the_answer_says_what_is_missing(api: APIClient) -> None:
    response = api.get(reverse("me"))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert response.json()["code"] == "not_authenticated"


def test_an_access_token_opens_the_api(me: Me, tokens: Tokens) -> None:
    assert me(tokens["access"]).status_code == 200


def test_a_refresh_token_is_not_an_access_token(me: Me, tokens: Tokens) -> None:
    response = me(tokens["refresh"])

    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"


def test_an_access_token_expires(
    me: Me, tokens: Tokens, lifetimes: tuple[timedelta, timedelta]
) -> None:
    lifetime = lifetimes[0]

    with time_machine.travel(timezone.now() + lifetime - timedelta(seconds=5)):
        assert me(tokens["access"]).status_code == 200
    with time_machine.travel(timezone.now() + lifetime + timedelta(seconds=1)):
        assert me(tokens["access"]).status_code == 401


def test_clocks_may_differ_by_the_leeway(
    me: Me,
    tokens: Tokens,
    altered: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tokens.tokens.api_settings.LEEWAY", 10)
    now = int(timezone.now().timestamp())

    assert me(altered(tokens["access"], exp=now - 5)).status_code == 200
    assert me(altered(tokens["access"], exp=now - 15)).status_code == 401


def test_a_deactivated_user_is_shut_out_at_once(
    me: Me, tokens: Tokens, user: User
) -> None:
    user.is_active = False
    user.save()

    assert me(tokens["access"]).status_code == 401


def test_a_deleted_user_is_shut_out_at_once(me: Me, tokens: Tokens, user: User) -> None:
    user.delete()

    assert me(tokens["access"]).status_code == 401


def test_a_new_account_with_an_old_address_is_somebody_else(
    me: Me, tokens: Tokens, user: User
) -> None:
    old = user.pk
    user.delete()

    assert make_user("ann@example.com").pk != old
    assert me(tokens["access"]).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"iss": "somebody-else"}, id="another issuer"),
        pytest.param({"aud": "somebody-else"}, id="another audience"),
    ],
)
def test_a_token_made_elsewhere_or_for_others_is_refused(
    me: Me, tokens: Tokens, altered: Callable[..., str], changes: dict[str, Any]
) -> None:
    assert me(altered(tokens["access"])).status_code == 200
    assert me(altered(tokens["access"], **changes)).status_code == 401


def test_the_scheme_may_be_written_in_any_case(api: APIClient, tokens: Tokens) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        header = {"authorization": f"{scheme} {tokens['access']}"}
        assert api.get(reverse("me"), headers=header).status_code == 200


def test_a_header_that_is_not_understood_is_refused(
    api: APIClient, tokens: Tokens
) -> None:
    for header in ("Bearer", "Bearer ", f"Bearer {tokens['access']} x", "Bearer  x"):
        response = api.get(reverse("me"), headers={"authorization": header})
        assert response.status_code == 401
        assert response.json()["code"] == "token_not_valid"
        assert response["WWW-Authenticate"] == (
            'Bearer realm="api", error="invalid_request"'
        )


def test_a_token_anywhere_else_is_not_looked_at(api: APIClient, tokens: Tokens) -> None:
    api.cookies["access"] = tokens["access"]

    response = api.get(reverse("me"), {"access_token": tokens["access"]})

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"


def test_every_refusal_has_the_same_words(
    me: Me, tokens: Tokens, user: User, lifetimes: tuple[timedelta, timedelta]
) -> None:
    answers = [me("garbage"), me(tokens["refresh"])]
    with time_machine.travel(timezone.now() + lifetimes[0] + timedelta(seconds=1)):
        answers.append(me(tokens["access"]))
    user.is_active = False
    user.save()
    answers.append(me(tokens["access"]))
    user.delete()
    answers.append(me(tokens["access"]))

    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {
        'Bearer realm="api", error="invalid_token"'
    }


def test_an_access_request_takes_one_query(
    me: Me, tokens: Tokens, profile_queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1 + profile_queries):
        me(tokens["access"])
