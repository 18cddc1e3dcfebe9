"""CUSTOM_CLAIMS may name attributes, methods and related objects, of any type."""

from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy

from tests import transport
from users.models import User

Claims = Callable[[str], dict[str, Any]]
Login = Callable[..., Any]
Told = Callable[[], dict[str, Any]]

KEY = UUID("11111111-2222-4333-8444-555555555555")


class Color(Enum):
    RED = "red"


@pytest.fixture
def told(login: Login, claims: Claims) -> Told:
    """Log in, and read the claims of the access token."""
    return lambda: claims(login().json()["access"])


def test_claims_come_from_attributes_methods_and_groups(
    user: User, told: Told, settings: Any
) -> None:
    settings.CUSTOM_CLAIMS = {
        "staff": "is_staff",
        "name": "get_full_name",
        "teams": "groups",
        "may": "get_all_permissions",
        "since": "date_joined",
    }
    for name in ("writers", "editors"):
        user.groups.add(Group.objects.create(name=name))

    found = told()

    assert (found["staff"], found["name"]) == (False, "Ann Smith")
    assert (found["teams"], found["may"]) == (["editors", "writers"], [])
    assert found["since"].startswith(str(user.date_joined.year))


def test_related_objects_are_keys_or_names_or_null(
    user: User,
    told: Told,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = Group.objects.create(name="editors")
    group.permissions.add(Permission.objects.get(codename="add_user"))
    user.groups.add(group)
    main = property(lambda self: self.groups.first())
    missing = property(lambda self: Group.objects.get(name="no such group"))
    monkeypatch.setattr(User, "main_group", main, raising=False)
    monkeypatch.setattr(User, "team", missing, raising=False)
    monkeypatch.setattr(User, "boss", None, raising=False)
    settings.CUSTOM_CLAIMS = {
        "group": "main_group",
        "name": "main_group.name",
        "letters": "main_group.name.split",
        "may": "main_group.permissions",
        "all": "groups.all",
        "count": "groups.count",
        "team": "team.name",
        "boss": "boss.email",
    }

    found = told()

    assert (found["group"], found["name"]) == (group.pk, "editors")
    assert (found["letters"], found["all"]) == (["editors"], ["editors"])
    assert [name.rpartition("| ")[2] for name in found["may"]] == ["Can add user"]
    assert found["count"] == 1
    assert (found["team"], found["boss"]) == (None, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2030, 1, 2), "2030-01-02"),
        (datetime(2030, 1, 2, 3, 4, tzinfo=timezone.utc), "2030-01-02T03:04:00Z"),
        (Decimal("1.50"), "1.50"),
        (KEY, str(KEY)),
        (Color.RED, "red"),
        (gettext_lazy("yes"), "yes"),
        ({"b", "a"}, ["a", "b"]),
        ((1, 2), [1, 2]),
        ([{"since": date(2030, 1, 2)}], [{"since": "2030-01-02"}]),
        (None, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_are_converted_to_json(
    told: Told,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    value: Any,
    expected: Any,
) -> None:
    monkeypatch.setattr(User, "shown", property(lambda self: value), raising=False)
    settings.CUSTOM_CLAIMS = {"shown": "shown"}

    assert told()["shown"] == expected


def fail(*args: Any) -> None:
    raise RuntimeError("a bug")


@pytest.mark.parametrize(
    "source",
    [
        property(lambda self: object()),
        property(lambda self: ContentFile(b"a picture")),
        property(lambda self: b"binary"),
        property(lambda self: float("nan")),
        property(lambda self: {(1, 2): 3}),
        property(fail),
        fail,
        User.delete,
    ],
    ids=["object", "file", "bytes", "nan", "key", "property", "method", "delete"],
)
def test_a_claim_that_fails_is_logged_and_left_out(
    user: User,
    login: Login,
    refresh: Callable[[str], Any],
    claims: Claims,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    source: Any,
) -> None:
    monkeypatch.setattr(User, "shown", source, raising=False)
    settings.CUSTOM_CLAIMS = {"odd": "shown", "staff": "is_staff"}

    response = login()
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
