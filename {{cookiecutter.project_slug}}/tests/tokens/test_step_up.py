"""A view can ask for a recent proof of the user (RFC 9470); a step-up gives one."""

from typing import Any

import pytest
from django.urls import reverse
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from api.permissions import InsufficientUserAuthentication, RecentlyAuthenticated
from tests.api.conftest import Lines
from tests.client import Tokens, after, claims, me, refreshed, with_token
from tests.conftest import PASSWORD
from tests.tokens.forgery import LIFETIMES
from tokens import logins
from users.models import User

STEP_UP = reverse("step_up")


class TransferView(APIView):
    """A view as an owner would write it."""

    permission_classes = (IsAuthenticated, RecentlyAuthenticated)

    def post(self, request: Request) -> Response:
        return Response({"done": True})


def transfer(access: str) -> Any:
    request = APIRequestFactory().post("/", HTTP_AUTHORIZATION=f"Bearer {access}")
    return TransferView.as_view()(request)


def step_up(access: str, password: str = PASSWORD) -> Any:
    return with_token(access).post(STEP_UP, {"password": password})


def access_after(tokens: Tokens, seconds: float) -> str:
    """Return an access token of the login that is valid then."""
    fresh = LIFETIMES["access"] > seconds
    return str(tokens["access"] if fresh else refreshed(tokens["refresh"])["access"])


def test_a_login_states_when_and_how_the_user_was_authenticated(tokens: Tokens) -> None:
    login = claims(tokens["access"])

    # A second may begin between the two.
    assert login["iat"] - login["auth_time"] in {0, 1}
    assert login["amr"] == ["pwd"]


def test_a_refresh_does_not_change_when_the_user_was_authenticated(
    tokens: Tokens,
) -> None:
    login = claims(tokens["access"])

    with after(90):
        fresh = refreshed(tokens["refresh"])
        again = refreshed(fresh.get("refresh") or tokens["refresh"])

    for pair in (fresh, again):
        found = claims(pair["access"])
        assert found["iat"] >= login["iat"] + 90
        assert found["auth_time"] == login["auth_time"]
        assert found["amr"] == ["pwd"]


def test_a_recent_login_is_accepted(tokens: Tokens, settings: Any) -> None:
    limit = settings.STEP_UP_MAX_AGE.total_seconds()
    assert transfer(tokens["access"]).status_code == 200

    with after(limit - 2):
        assert transfer(access_after(tokens, limit)).status_code == 200


def test_an_old_login_is_refused(tokens: Tokens, settings: Any) -> None:
    limit = settings.STEP_UP_MAX_AGE.total_seconds()
    with after(limit + 2):
        refused = transfer(access_after(tokens, limit))

    assert refused.status_code == 401
    assert refused.data["code"] == "insufficient_user_authentication"
    header = refused.headers["WWW-Authenticate"]
    assert header.startswith('Bearer realm="api", error="insufficient_user_authentic')
    assert f'max_age="{limit:.0f}"' in header


def test_a_step_up_is_a_new_proof_within_the_login(
    tokens: Tokens, settings: Any, lines: Lines
) -> None:
    limit = settings.STEP_UP_MAX_AGE.total_seconds()
    login = claims(tokens["access"])
    with after(limit + 2):
        old = access_after(tokens, limit)

        response = step_up(old)

        assert response.status_code == 200
        assert list(response.json()) == ["access"]
        access = response.json()["access"]
        assert transfer(access).status_code == 200
        assert me(access).status_code == 200
        assert transfer(old).status_code == 401
    found = claims(access)
    assert found["auth_time"] >= login["auth_time"] + limit
    assert found["amr"] == ["pwd"]
    assert found.get("sid") == login.get("sid")
    assert any(line.get("step_up") for line in lines())


def test_a_wrong_password_is_no_step_up(tokens: Tokens, lines: Lines) -> None:
    response = step_up(tokens["access"], f"{PASSWORD} ")

    assert response.status_code == 400
    [error] = response.json()["errors"]["password"]
    assert error["code"] == "wrong_password"
    assert "authn_login_fail" in {line["event"] for line in lines()}


def test_the_attempts_are_limited(tokens: Tokens, settings: Any) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "login": (3, 60)}

    codes = [step_up(tokens["access"], "wrong").status_code for _ in range(3)]

    assert codes == [400] * 3
    assert step_up(tokens["access"]).status_code == 429


def test_a_step_up_needs_an_access_token(tokens: Tokens) -> None:
    assert step_up("").status_code == 401
    assert step_up(tokens["refresh"]).status_code == 401


def test_a_password_that_changes_meanwhile_is_no_step_up(
    tokens: Tokens, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = logins.step_up

    def change_first(*arguments: Any) -> str:
        User.objects.filter(pk=user.pk).update(password="another")
        return original(*arguments)

    monkeypatch.setattr(logins, "step_up", change_first)

    assert step_up(tokens["access"]).status_code == 401


@pytest.mark.parametrize(
    "claims", [{}, {"auth_time": "now"}, {"auth_time": True}, None]
)
def test_without_a_time_a_login_is_old(claims: Any) -> None:
    request: Any = APIRequestFactory().post("/")
    request.auth = claims

    with pytest.raises(InsufficientUserAuthentication):
        RecentlyAuthenticated().has_permission(request, None)
