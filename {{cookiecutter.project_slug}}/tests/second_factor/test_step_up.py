"""A change of the account needs a recent proof of the second factor."""

from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import assert_problem
from tests.client import claims, refreshed, with_token
from tests.conftest import NEW_PASSWORD, PASSWORD
from tests.second_factor.conftest import (
    App,
    access_with,
    later,
    log_in_with,
)
from users.models import User


def test_the_password_is_changed_after_a_recent_proof_of_the_factor(
    client: APIClient, app: App, user: User
) -> None:
    """Otherwise the new login could be used to remove the factor."""
    tokens = transport.tokens_in(log_in_with(user, code=app.code()))
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    change = reverse("password_change")
    with later(901):
        old = with_token(refreshed(tokens["refresh"])["access"])
        assert_problem(old.post(change, body), 401, "insufficient_user_authentication")

    response = with_token(tokens["access"]).post(change, body)
    assert response.status_code == 200
    fresh = claims(transport.tokens_in(response)["access"])
    assert fresh["amr"] == ["pwd", "otp", "mfa"]


def test_a_step_up_needs_the_factor(app: App, user: User) -> None:
    access = access_with(user, app)
    client = with_token(access)

    response = client.post(reverse("step_up"), {"password": PASSWORD})

    assert response.status_code == 400
    [error] = response.json()["errors"]["password"]
    assert error["code"] == "second_factor_required"
    with later(60):
        body = {"code": app.code()}
        response = client.post(reverse("step_up"), body)
        assert response.status_code == 200
        fresh = claims(response.json()["access"])
        assert fresh["auth_time"] == claims(access)["auth_time"] + 60
        assert fresh["amr"] == ["pwd", "otp", "mfa"]
        # The code cannot be used again.
        assert client.post(reverse("step_up"), body).status_code == 400


def test_a_step_up_needs_one_proof(client: APIClient, app: App) -> None:
    for body in ({}, {"password": PASSWORD, "code": app.code()}):
        response = client.post(reverse("step_up"), body)
        assert response.status_code == 400
        assert response.json()["errors"]["non_field_errors"][0]["code"] == "one_proof"


def test_without_a_factor_the_password_is_a_step_up(client: APIClient) -> None:
    response = client.post(reverse("step_up"), {"password": PASSWORD})

    assert response.status_code == 200
    assert claims(response.json()["access"])["amr"] == ["pwd"]
