"""`Token …` opens the API, beside `Bearer …` and a session of the admin."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient
from rest_framework_simplejwt.settings import api_settings

from tests.api.conftest import assert_problem
from tests.api_tokens.conftest import Bring
from tests.conftest import NEW_PASSWORD, PASSWORD
from users.models import User

ME = reverse("me")


def test_a_token_opens_the_api(
    bring: Bring,
    key: str,
    user: User,
    profile_queries: int,
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(1 + profile_queries):
        response = bring(key)

    assert response.status_code == 200
    assert response.json()["id"] == str(user.pk)


def test_both_kinds_open_it(me: Any, tokens: dict[str, str], api: APIClient) -> None:
    assert me(tokens["access"]).status_code == 200


def test_neither_is_the_other(
    bring: Bring, me: Any, key: str, tokens: dict[str, str]
) -> None:
    assert me(key).status_code == 401
    assert bring(tokens["access"]).status_code == 401


def test_every_refusal_has_the_words_of_a_refused_access_token(
    bring: Bring, me: Any, key: str, user: User
) -> None:
    odd = ["", "x", "0" * 40, f"{key}0", f"{key} x", "\x00" * 40, "\xff", "é" * 40]
    answers = [bring(text) for text in odd]
    User.objects.update(is_active=False)
    answers.append(bring(key))
    user.delete()
    answers.append(bring(key))

    for answer in answers:
        assert_problem(answer, 401, "token_not_valid")
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert {answer.content for answer in [*answers, me("x")]} == {answers[0].content}


def test_nothing_but_a_bearer_token_is_called_invalid(api: APIClient, me: Any) -> None:
    assert me("x")["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert api.get(ME)["WWW-Authenticate"] == 'Bearer realm="api"'
    assert api.get(ME).json()["code"] == "not_authenticated"


def test_staff_read_the_description_with_it(bring: Bring, key: str) -> None:
    assert bring(key, "schema").status_code == 403
    User.objects.update(is_staff=True)

    assert bring(key, "schema").status_code == 200


def test_all_three_are_described(api: APIClient, key: str, bring: Bring) -> None:
    User.objects.update(is_staff=True)
    header = {"authorization": f"Token {key}"}

    schema: Any = api.get(reverse("schema"), {"format": "json"}, headers=header)

    schemes = schema.json()["components"]["securitySchemes"]
    assert set(schemes) == {"jwtAuth", "tokenAuth", "cookieAuth"}
    assert {
        next(iter(each)) for each in schema.json()["paths"][ME]["get"]["security"]
    } == set(schemes)


@pytest.mark.parametrize("body", [{}, {"current_password": "wrong"}])
def test_changing_a_password_takes_the_old_one_here_too(
    bring: Bring, key: str, body: dict[str, str]
) -> None:
    response = bring(
        key, "password_change", "post", {"new_password": NEW_PASSWORD, **body}
    )

    assert response.status_code == 400
    assert bring(key).status_code == 200


def test_changing_a_password_ends_the_token_and_brings_a_pair(
    bring: Bring, key: str, me: Any, refresh: Any, tokens_in: Any
) -> None:
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}

    response = bring(key, "password_change", "post", body)

    assert response.status_code == 200
    pair = tokens_in(response)
    assert me(pair["access"]).status_code == 200
    assert refresh(pair["refresh"]).status_code == 200
    assert_problem(bring(key), 401, "token_not_valid")
    assert not Token.objects.exists()


def test_simplejwts_rule_holds_for_it(
    bring: Bring, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_settings, "USER_AUTHENTICATION_RULE", lambda user: False)

    assert_problem(bring(key), 401, "token_not_valid")
