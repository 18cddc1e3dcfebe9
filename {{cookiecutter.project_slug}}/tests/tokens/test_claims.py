from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User

Claims = Callable[[str], dict[str, Any]]


def test_the_access_token_carries_the_custom_claims_and_no_others(
    tokens: dict[str, str], claims: Claims, settings: Any
) -> None:
    assert set(claims(tokens["access"])) == {
        *settings.REQUIRED_CLAIMS,
        *settings.CUSTOM_CLAIMS,
    }


def test_the_refresh_token_carries_no_custom_claim(
    tokens: dict[str, str], claims: Claims, settings: Any
) -> None:
    own = set(claims(tokens["refresh"])) - {"gen"}

    assert own == set(settings.REQUIRED_CLAIMS)


def test_a_token_is_about_its_user(
    tokens: dict[str, str], claims: Claims, user: User
) -> None:
    assert claims(tokens["access"])["sub"] == str(user.pk)


def test_tokens_live_as_long_as_the_settings_say(
    tokens: dict[str, str], claims: Claims, lifetimes: tuple[timedelta, timedelta]
) -> None:
    lived = [
        claims(tokens[kind])["exp"] - claims(tokens[kind])["iat"]
        for kind in ("access", "refresh")
    ]

    assert lived == [lifetime.total_seconds() for lifetime in lifetimes]


@pytest.mark.usefixtures("user")
def test_claims_come_from_attributes_methods_and_groups(
    api: APIClient, credentials: dict[str, str], claims: Claims, settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {
        "staff": "is_staff",
        "name": "get_full_name",
        "teams": "groups",
        "may": "get_all_permissions",
        "since": "date_joined",
    }
    user = User.objects.get()
    for name in ("writers", "editors"):
        user.groups.add(Group.objects.create(name=name))

    body = api.post(reverse("token_obtain_pair"), credentials).json()

    access = claims(body["access"])
    assert access["staff"] is False
    assert access["name"] == "Ann Smith"
    assert access["teams"] == ["editors", "writers"]
    assert access["may"] == []
    assert access["since"].startswith(str(user.date_joined.year))


def test_a_refreshed_token_says_what_is_true_now(
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


def test_a_right_that_is_taken_away_is_gone_at_once(
    api: APIClient, user: User, tokens: dict[str, str]
) -> None:
    header = {"authorization": f"Bearer {tokens['access']}"}
    statuses = []
    for is_staff in (True, False):
        User.objects.filter(pk=user.pk).update(is_staff=is_staff)
        statuses.append(api.get(reverse("schema"), headers=header).status_code)

    assert statuses == [200, 403]


def test_a_token_that_grew_too_long_is_complained_about(
    user: User,
    api: APIClient,
    credentials: dict[str, str],
    me: Callable[[str], Any],
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    for number in range(40):
        user.groups.create(name=f"{number:0150}")

    access = api.post(reverse("token_obtain_pair"), credentials).json()["access"]

    assert me(access).status_code == 401
    [line] = [each for each in caplog.records if each.name == "tokens.tokens"]
    assert line.levelname == "ERROR"
    assert f"A token (at+jwt) for user {user.pk} has" in line.getMessage()
    assert "Shorten what CUSTOM_CLAIMS" in line.getMessage()
    assert access.split(".")[1] not in caplog.text


def test_each_login_has_names_of_its_own_that_nobody_can_choose(
    api: APIClient,
    credentials: dict[str, str],
    claims: Claims,
    tokens_in: Callable[[Any], dict[str, str]],
) -> None:
    wish = {"jti": str(uuid4()), "sid": str(uuid4()), "iat": 0, "exp": 9_999_999_999}
    logins = [
        tokens_in(api.post(reverse("token_obtain_pair"), credentials | wish))
        for _ in range(50)
    ]
    pairs = [(claims(pair["access"]), claims(pair["refresh"])) for pair in logins]

    assert len({token["jti"] for pair in pairs for token in pair}) == 100
    for name in {"sid"} & set(pairs[0][0]):
        assert all(access[name] == refresh[name] for access, refresh in pairs)
        assert len({access[name] for access, _ in pairs}) == 50
    assert not any(
        token[name] == value
        for pair in pairs
        for token in pair
        for name, value in wish.items()
        if name in token
    )
