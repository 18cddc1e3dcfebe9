"""A request without permission is refused and logged."""

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import Lines, assert_problem
from users.models import User


def forbidden(lines: Lines) -> list[tuple[str, str, str]]:
    return [
        (line["user_id"], line["method"], line["path"])
        for line in lines()
        if line["event"] == "authz_fail"
    ]


def test_a_token_without_permission_is_told_that_another_may_have_it(
    api: APIClient, tokens: dict[str, str], user: User, lines: Lines
) -> None:
    header = {"authorization": f"Bearer {tokens['access']}"}
    response = api.get(reverse("schema"), headers=header)

    assert_problem(response, 403, "permission_denied")
    assert response["WWW-Authenticate"] == (
        'Bearer realm="api", error="insufficient_scope"'
    )
    assert forbidden(lines) == [(str(user.pk), "GET", reverse("schema"))]


def test_staff_without_permission_are_logged(
    client: Client, user: User, lines: Lines
) -> None:
    user.is_staff = True
    user.save()
    client.force_login(user)
    path = reverse("admin:auth_group_changelist")

    response = client.get(path)

    assert_problem(response, 403, "permission_denied")
    assert "WWW-Authenticate" not in response
    assert forbidden(lines) == [(str(user.pk), "GET", path)]


def test_anonymous_requests_are_not_logged_as_forbidden(
    api: APIClient, db: None, lines: Lines
) -> None:
    assert api.get(reverse("schema")).status_code == 401
    assert forbidden(lines) == []
