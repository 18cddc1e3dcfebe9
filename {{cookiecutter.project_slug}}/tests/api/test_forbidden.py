"""Whoever is known and may not do something is told so, and it is written down."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import Lines, assert_problem
from users.models import User


def authz_fails(lines: Lines) -> list[tuple[str, str, str]]:
    return [
        (line["user_id"], line["method"], line["path"])
        for line in lines()
        if line["event"] == "authz_fail"
    ]


def test_a_token_is_told_that_another_might_do(
    api: APIClient, tokens: dict[str, str], user: User, lines: Lines
) -> None:
    header = {"authorization": f"Bearer {tokens['access']}"}
    response = api.get(reverse("schema"), headers=header)

    assert response.status_code == 403
    assert response.json()["code"] == "permission_denied"
    assert response["WWW-Authenticate"] == (
        'Bearer realm="api", error="insufficient_scope"'
    )
    assert authz_fails(lines) == [(str(user.pk), "GET", reverse("schema"))]


def test_a_session_of_the_admin_has_no_scope(
    client: Client, user: User, lines: Lines
) -> None:
    client.force_login(user)
    response = client.get(reverse("schema"))

    assert response.status_code == 403
    assert "WWW-Authenticate" not in response
    assert authz_fails(lines) == [(str(user.pk), "GET", reverse("schema"))]


def test_staff_without_a_right_in_the_admin(
    client: Client, user: User, lines: Lines
) -> None:
    user.is_staff = True
    user.save()
    client.force_login(user)
    path = reverse("admin:auth_group_changelist")

    assert_problem(client.get(path), 403, "permission_denied")
    assert authz_fails(lines) == [(str(user.pk), "GET", path)]


def test_strangers_leave_no_line(
    api: APIClient, db: None, lines: Lines, me: Callable[[str], Any]
) -> None:
    assert api.get(reverse("schema")).status_code == 401
    assert me("x").status_code == 401
    assert authz_fails(lines) == []
