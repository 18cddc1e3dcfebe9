"""An access token in the Authorization header authenticates its user."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.client import Tokens, me, with_token
from tests.conftest import PASSWORD
from users.models import User


def test_without_a_token_the_response_names_the_scheme(api: APIClient) -> None:
    response = api.get(reverse("me"))

    assert_problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_case_insensitive(
    api: APIClient, tokens: Tokens, scheme: str
) -> None:
    api.credentials(HTTP_AUTHORIZATION=f"{scheme} {tokens['access']}")

    assert api.get(reverse("me")).status_code == 200


@pytest.mark.parametrize(
    ("header", "error"),
    [
        *[(bad, "request") for bad in ("", " ", " {0} x", "  {0}")],
        *[(two, "request") for two in (" {0}, Bearer {0}", " {0}; {0}")],
        *[(two, "token") for two in (" {0},{0}", " {0};{0}")],
    ],
)
def test_a_malformed_header_is_refused(
    api: APIClient, tokens: Tokens, header: str, error: str
) -> None:
    """A server joins two headers of one name with a comma (RFC 9110, 5.3)."""
    api.credentials(HTTP_AUTHORIZATION=f"Bearer{header.format(tokens['access'])}")

    response = api.get(reverse("me"))

    assert_problem(response, 401, "token_not_valid")
    challenge = f'Bearer realm="api", error="invalid_{error}"'
    assert response["WWW-Authenticate"] == challenge


def test_an_api_request_reads_no_session_of_the_admin(tokens: Tokens) -> None:
    """It would take a query, and responses would depend on a cookie."""
    request = me(tokens["access"]).wsgi_request

    assert not request.session.accessed
    assert not hasattr(request, "_cached_user")


def test_a_token_in_a_url_a_cookie_or_a_form_is_ignored(
    api: APIClient, client: Client, tokens: Tokens, user: User
) -> None:
    """RFC 6750, 2.2 allows a form; but any page can send one."""
    access = tokens["access"]
    api.cookies["access"] = access

    response = api.get(reverse("me"), {"access_token": access})
    assert_problem(response, 401, "not_authenticated")
    form = {"access_token": access, "current_password": PASSWORD}
    assert client.post(reverse("password_change"), form).status_code == 401
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_token_does_not_give_access_to_the_admin(tokens: Tokens) -> None:
    User.objects.update(is_staff=True, is_superuser=True)

    response = with_token(tokens["access"]).get(reverse("admin:index"))

    assert response.status_code == 302


def test_authentication_takes_one_query(
    tokens: Tokens, profile_queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1 + profile_queries):
        assert me(tokens["access"]).status_code == 200
