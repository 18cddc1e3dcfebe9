"""The claims of the tokens, and CUSTOM_CLAIMS, which name what a user has."""

from datetime import date
from enum import Enum
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from tests import transport
from tests.client import Tokens, claims, log_in, me, refresh, with_token
from tests.tokens.forgery import LIFETIMES
from users.models import User


class Color(Enum):
    RED = "red"


def test_only_the_access_token_has_the_custom_claims(
    tokens: Tokens, settings: Any
) -> None:
    required = set(settings.REQUIRED_CLAIMS)

    access = required | {"auth_time", "amr"} | set(settings.CUSTOM_CLAIMS)
    assert set(claims(tokens["access"])) == access
    others = {"gen", "auth_time", "amr"}
    assert set(claims(tokens["refresh"])) - others == required


def test_a_token_names_its_user_and_its_lifetime(tokens: Tokens, user: User) -> None:
    for kind, lifetime in LIFETIMES.items():
        found = claims(tokens[kind])
        assert found["sub"] == str(user.pk)
        assert found["exp"] - found["iat"] == lifetime


def test_each_login_has_ids_that_the_client_cannot_choose(user: User) -> None:
    wish = {"jti": str(uuid4()), "sid": str(uuid4()), "iat": 0, "exp": 9_999_999_999}
    logins = [transport.tokens_in(log_in(user, **wish)) for _ in range(20)]
    pairs = [(claims(pair["access"]), claims(pair["refresh"])) for pair in logins]

    assert len({token["jti"] for pair in pairs for token in pair}) == 40
    for name in {"sid"} & set(pairs[0][0]):
        assert all(access[name] == refresh[name] for access, refresh in pairs)
        assert len({access[name] for access, _ in pairs}) == 20
    for name, value in wish.items():
        assert all(token.get(name) != value for pair in pairs for token in pair)


def test_a_refreshed_token_has_the_current_claims(
    tokens: Tokens, settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff"}
    User.objects.update(is_staff=True)

    access = refresh(tokens["refresh"]).json()["access"]

    assert claims(access)["staff"] is True


def test_a_permission_that_is_removed_is_refused_at_the_next_request(
    tokens: Tokens,
) -> None:
    client = with_token(tokens["access"])
    for is_staff, status in ((True, 200), (False, 403)):
        User.objects.update(is_staff=is_staff)
        assert client.get(reverse("schema")).status_code == status


def test_a_token_that_is_too_long_is_logged_as_an_error(
    user: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups"}
    for number in range(40):
        user.groups.create(name=f"{number:0150}")

    access = log_in(user).json()["access"]

    assert me(access).status_code == 401
    [line] = [each for each in caplog.records if each.name == "tokens.tokens"]
    assert line.levelname == "ERROR"
    assert f"A token (at+jwt) for user {user.pk} has" in line.getMessage()
    assert "Shorten what CUSTOM_CLAIMS" in line.getMessage()
    assert access.split(".")[1] not in caplog.text


def test_claims_come_from_attributes_methods_and_related_objects(
    user: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("writers", "editors"):
        user.groups.add(Group.objects.create(name=name))
    permission = Permission.objects.get(codename="add_user")
    Group.objects.get(name="editors").permissions.add(permission)
    added = {
        "main": property(lambda self: self.groups.get(name="editors")),
        "team": property(lambda self: Group.objects.get(name="no such group")),
        "boss": None,
        "shown_color": Color.RED,
        "shown_letters": {"b", "a"},
        "shown_days": [{"first": date(2030, 1, 2)}],
    }
    for name, value in added.items():
        monkeypatch.setattr(User, name, value, raising=False)
    expected = {
        "pk": str(user.pk),
        "last_login": None,
        "is_staff": False,
        "get_full_name": "Ann Smith",
        "get_all_permissions": ["users.add_user"],
        "groups": ["editors", "writers"],
        "groups.count": 2,
        "main": user.groups.get(name="editors").pk,
        "main.name": "editors",
        "main.name.split": ["editors"],
        "main.permissions": [str(permission)],
        "main.user_set.all": [str(user)],
        "team.name": None,
        "boss.email": None,
        "shown_color": "red",
        "shown_letters": ["a", "b"],
        "shown_days": [{"first": "2030-01-02"}],
    }
    settings.CUSTOM_CLAIMS = {source: source for source in expected}
    call_command("check")

    found = claims(log_in(user).json()["access"])

    assert {source: found[source] for source in expected} == expected


def fail(*args: Any) -> None:
    raise RuntimeError("a bug")


@pytest.mark.parametrize(
    "source",
    [
        property(lambda self: object()),
        property(lambda self: float("nan")),
        property(lambda self: {(1, 2): 3}),
        property(fail),
        fail,
    ],
    ids=["object", "nan", "key", "property", "method"],
)
def test_a_claim_that_fails_is_logged_and_left_out(
    user: User, settings: Any, monkeypatch: Any, caplog: Any, source: Any
) -> None:
    monkeypatch.setattr(User, "shown", source, raising=False)
    settings.CUSTOM_CLAIMS = {"odd": "shown", "staff": "is_staff"}

    response = log_in(user)
    [line] = [each for each in caplog.records if each.name == "tokens.claims"]
    refreshed = refresh(transport.tokens_in(response)["refresh"])

    assert line.levelname == "ERROR"
    assert line.getMessage() == (
        "The claim 'odd', taken from 'shown', is left out of a token for user "
        f"{user.pk}."
    )
    for body in (response.json(), refreshed.json()):
        assert "odd" not in claims(body["access"])
        assert claims(body["access"])["staff"] is False
