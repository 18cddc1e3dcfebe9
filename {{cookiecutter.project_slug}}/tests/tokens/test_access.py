"""An access token in the Authorization header authenticates its user."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.conftest import PASSWORD, make_user
from users.models import User

Me = Callable[[str], Any]
Tokens = dict[str, str]


def test_without_a_token_the_response_names_the_scheme(api: APIClient) -> None:
    response = api.get(reverse("me"))

    assert_problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_case_insensitive(
    api: APIClient, tokens: Tokens, scheme: str
) -> None:
    header = {"authorization": f"{scheme} {tokens['access']}"}

    assert api.get(reverse("me"), headers=header).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer {} x", "Bearer  {}"])
def test_a_malformed_header_is_refused(
    api: APIClient, tokens: Tokens, header: str
) -> None:
    text = header.format(tokens["access"])

    response = api.get(reverse("me"), headers={"authorization": text})

    assert_problem(response, 401, "token_not_valid")
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_request"'


@pytest.mark.parametrize("two", ["{0}, Bearer {0}", "{0},{0}", "{0}; {0}", "{0};{0}"])
def test_two_tokens_in_one_request_are_refused(
    me: Me, tokens: Tokens, two: str
) -> None:
    """A server joins two headers of one name with a comma (RFC 9110, 5.3)."""
    response = me(two.format(tokens["access"]))

    assert_problem(response, 401, "token_not_valid")
    assert 'error="invalid_' in response["WWW-Authenticate"]


def test_a_token_in_a_url_a_cookie_or_a_form_is_ignored(
    api: APIClient, client: Client, tokens: Tokens, user: User
) -> None:
    """RFC 6750, 2.2 allows a form; but any page can send one."""
    access = tokens["access"]
    api.cookies["access"] = access

    assert_problem(
        api.get(reverse("me"), {"access_token": access}), 401, "not_authenticated"
    )
    form = {"access_token": access, "current_password": PASSWORD}
    assert client.post(reverse("password_change"), form).status_code == 401
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_token_does_not_give_access_to_the_admin(
    api: APIClient, tokens: Tokens
) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    header = {"authorization": f"Bearer {tokens['access']}"}

    assert api.get(reverse("admin:index"), headers=header).status_code == 302


def test_a_deactivated_user_is_not_authenticated(
    me: Me, tokens: Tokens, user: User
) -> None:
    user.is_active = False
    user.save()

    assert me(tokens["access"]).status_code == 401


def test_a_deleted_user_is_not_authenticated_nor_a_new_user_with_the_same_name(
    me: Me, tokens: Tokens, user: User
) -> None:
    old = user.pk
    user.delete()
    assert me(tokens["access"]).status_code == 401

    assert make_user("ann@example.com").pk != old
    assert me(tokens["access"]).status_code == 401


def test_all_refused_tokens_get_the_same_response(
    me: Me, tokens: Tokens, user: User, lifetimes: tuple[timedelta, timedelta]
) -> None:
    responses = [me("garbage"), me(tokens["refresh"])]
    with time_machine.travel(timezone.now() + lifetimes[0] + timedelta(seconds=1)):
        responses.append(me(tokens["access"]))
    user.is_active = False
    user.save()
    responses.append(me(tokens["access"]))
    user.delete()
    responses.append(me(tokens["access"]))

    assert len({response.content for response in responses}) == 1
    assert {response["WWW-Authenticate"] for response in responses} == {
        'Bearer realm="api", error="invalid_token"'
    }


def test_authentication_takes_one_query(
    me: Me, tokens: Tokens, profile_queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1 + profile_queries):
        assert me(tokens["access"]).status_code == 200
