"""What CUSTOM_CLAIMS may name: paths, methods, related objects, and values of any type."""

from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext_lazy
from rest_framework.test import APIClient

from users.models import User

Login = Callable[[], Any]

KEY = UUID("11111111-2222-4333-8444-555555555555")


class Color(Enum):
    RED = "red"


@pytest.fixture
def login(api: APIClient, credentials: dict[str, str]) -> Login:
    return lambda: api.post(reverse("token_obtain_pair"), credentials)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (date(2030, 1, 2), "2030-01-02"),
        (datetime(2030, 1, 2, 3, 4, tzinfo=timezone.utc), "2030-01-02T03:04:00Z"),
        (Decimal("1.50"), "1.50"),
        (KEY, str(KEY)),
        (Color.RED, "red"),
        (gettext_lazy("yes"), "yes"),
        ({"b", "a"}, ["a", "b"]),
        ((1, 2), [1, 2]),
        ({"since": date(2030, 1, 2), "colors": {Color.RED}}, None),
        (None, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_json_becomes_it(
    login: Login,
    claims: Callable[[str], dict[str, Any]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    value: Any,
    told: Any,
) -> None:
    monkeypatch.setattr(User, "shown", property(lambda self: value), raising=False)
    settings.CUSTOM_CLAIMS = {"shown": "shown"}

    found = claims(login().json()["access"])["shown"]

    assert found == (
        {"since": "2030-01-02", "colors": ["red"]} if isinstance(value, dict) else told
    )


def test_related_objects_are_told_by_key_or_by_name(
    user: User,
    login: Login,
    claims: Callable[[str], dict[str, Any]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = Group.objects.create(name="editors")
    group.permissions.add(Permission.objects.get(codename="add_user"))
    user.groups.add(group)
    main = property(lambda self: self.groups.first())
    monkeypatch.setattr(User, "main_group", main, raising=False)
    settings.CUSTOM_CLAIMS = {
        "group": "main_group",
        "name": "main_group.name",
        "letters": "main_group.name.split",
        "may": "main_group.permissions",
        "all": "groups.all",
        "count": "groups.count",
    }

    found = claims(login().json()["access"])

    assert found["group"] == group.pk
    assert found["name"] == "editors"
    assert found["letters"] == ["editors"]
    assert [name.rpartition("| ")[2] for name in found["may"]] == ["Can add user"]
    assert found["all"] == ["editors"]
    assert found["count"] == 1


def test_a_path_that_leads_nowhere_is_null(
    login: Login,
    claims: Callable[[str], dict[str, Any]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    user: User,
) -> None:
    missing = property(lambda self: Group.objects.get(name="no such group"))
    monkeypatch.setattr(User, "team", missing, raising=False)
    monkeypatch.setattr(User, "boss", None, raising=False)
    settings.CUSTOM_CLAIMS = {"team": "team.name", "boss": "boss.email"}

    found = claims(login().json()["access"])

    assert (found["team"], found["boss"]) == (None, None)


def test_what_a_user_has_can_be_told(settings: Any) -> None:
    sources = ["pk", "email", "last_login", "get_full_name", "groups", "groups.count"]
    settings.CUSTOM_CLAIMS = {f"c{number}": each for number, each in enumerate(sources)}

    call_command("check")
