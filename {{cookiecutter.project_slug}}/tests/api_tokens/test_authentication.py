"""DRF's token authenticates a request, like an access token."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework_simplejwt.settings import api_settings

from tests.api.conftest import assert_problem
from tests.api_tokens.conftest import use
from tests.client import Tokens, me
from users.models import User

ME = reverse("me")


def test_a_token_authenticates_a_request_with_one_query(
    key: str, user: User, profile_queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1 + profile_queries):
        response = use(key)

    assert response.status_code == 200
    assert response.json()["id"] == str(user.pk)


def test_an_access_token_is_accepted_too_and_each_only_with_its_scheme(
    key: str, tokens: Tokens
) -> None:
    assert me(tokens["access"]).status_code == 200
    assert me(key).status_code == 401
    assert use(tokens["access"]).status_code == 401


def test_a_refused_token_has_the_response_of_a_refused_access_token(
    key: str, user: User
) -> None:
    odd = ["", "x", "0" * 40, f"{key}0", f"{key} x", "\x00" * 40, "\xff", "é" * 40]
    answers = [use(text) for text in odd]
    User.objects.update(is_active=False)
    answers.append(use(key))
    user.delete()
    answers.append(use(key))

    refused = me("x")
    for answer in answers:
        assert_problem(answer, 401, "token_not_valid")
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
        assert answer.content == refused.content
    assert refused["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


def test_a_request_without_a_token_has_the_challenge_of_an_access_token(
    api: APIClient,
) -> None:
    response = api.get(ME)

    assert_problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_the_rule_of_simplejwt_applies_to_a_token(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_settings, "USER_AUTHENTICATION_RULE", lambda user: False)

    assert_problem(use(key), 401, "token_not_valid")


def test_staff_can_read_the_schema_which_has_all_three_schemes(key: str) -> None:
    assert use(key, "schema").status_code == 403
    User.objects.update(is_staff=True)

    response = use(key, "schema", data={"format": "json"})

    assert response.status_code == 200
    schema = response.json()
    schemes = {"jwtAuth", "tokenAuth", "cookieAuth"}
    assert set(schema["components"]["securitySchemes"]) == schemes
    operation = schema["paths"][ME]["get"]
    assert {next(iter(each)) for each in operation["security"]} == schemes
