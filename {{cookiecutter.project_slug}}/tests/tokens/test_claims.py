"""The claims of the tokens: of this user and this login, and as the database has them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from users.models import User

Claims = Callable[[str], dict[str, Any]]
Login = Callable[..., Any]


def test_only_the_access_token_has_the_custom_claims(
    tokens: dict[str, str], claims: Claims, settings: Any
) -> None:
    required = set(settings.REQUIRED_CLAIMS)

    assert set(claims(tokens["access"])) == required | set(settings.CUSTOM_CLAIMS)
    assert set(claims(tokens["refresh"])) - {"gen"} == required


def test_a_token_names_its_user_and_its_lifetime(
    tokens: dict[str, str],
    claims: Claims,
    user: User,
    lifetimes: tuple[timedelta, timedelta],
) -> None:
    for kind, lifetime in zip(("access", "refresh"), lifetimes, strict=True):
        found = claims(tokens[kind])
        assert found["sub"] == str(user.pk)
        assert found["exp"] - found["iat"] == lifetime.total_seconds()


def test_each_login_has_ids_that_the_client_cannot_choose(
    login: Login, claims: Claims
) -> None:
    wish = {"jti": str(uuid4()), "sid": str(uuid4()), "iat": 0, "exp": 9_999_999_999}
    logins = [transport.tokens_in(login(**wish)) for _ in range(20)]
    pairs = [(claims(pair["access"]), claims(pair["refresh"])) for pair in logins]

    assert len({token["jti"] for pair in pairs for token in pair}) == 40
    for name in {"sid"} & set(pairs[0][0]):
        assert all(access[name] == refresh[name] for access, refresh in pairs)
        assert len({access[name] for access, _ in pairs}) == 20
    for name, value in wish.items():
        assert all(token.get(name) != value for pair in pairs for token in pair)


def test_a_refreshed_token_has_the_current_claims(
    user: User,
    tokens: dict[str, str],
    refresh: Callable[[str], Any],
    claims: Claims,
    settings: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff"}
    user.is_staff = True
    user.save()

    access = refresh(tokens["refresh"]).json()["access"]

    assert claims(access)["staff"] is True


def test_a_permission_that_is_removed_is_refused_at_the_next_request(
    api: APIClient, user: User, tokens: dict[str, str]
) -> None:
    header = {"authorization": f"Bearer {tokens['access']}"}
    statuses = []
    for is_staff in (True, False):
        User.objects.filter(pk=user.pk).update(is_staff=is_staff)
        statuses.append(api.get(reverse("schema"), headers=header).status_code)

    assert statuses == [200, 403]


def test_a_token_that_is_too_long_is_logged_as_an_error(
    user: User,
    login: Login,
    me: Callable[[str], Any],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    for number in range(40):
        user.groups.create(name=f"{number:0150}")

    access = login().json()["access"]

    assert me(access).status_code == 401
    [line] = [each for each in caplog.records if each.name == "tokens.tokens"]
    assert line.levelname == "ERROR"
    assert f"A token (at+jwt) for user {user.pk} has" in line.getMessage()
    assert "Shorten what CUSTOM_CLAIMS" in line.getMessage()
    assert access.split(".")[1] not in caplog.text
