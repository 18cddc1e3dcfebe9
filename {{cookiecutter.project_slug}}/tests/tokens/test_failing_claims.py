"""A login whose claims or tokens cannot be made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from rest_framework.test import APIClient

from users.models import User

Login = Callable[[], Any]


@pytest.fixture
def login(api: APIClient, credentials: dict[str, str]) -> Login:
    return lambda: api.post(reverse("token_obtain_pair"), credentials)


def explode(user: User) -> None:
    raise RuntimeError("a bug")


@pytest.mark.parametrize(
    "source",
    [
        property(lambda self: object()),
        property(lambda self: ContentFile(b"a picture")),
        property(lambda self: b"binary"),
        property(lambda self: float("nan")),
        property(lambda self: {(1, 2): 3}),
        property(explode),
        explode,
    ],
    ids=["object", "file", "bytes", "nan", "key", "property", "method"],
)
def test_a_claim_that_cannot_be_made_is_logged_and_left_out(
    user: User,
    login: Login,
    refresh: Callable[[str], Any],
    tokens_in: Callable[[Any], dict[str, str]],
    claims: Callable[[str], dict[str, Any]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    source: Any,
) -> None:
    monkeypatch.setattr(User, "shown", source, raising=False)
    settings.CUSTOM_CLAIMS = {"odd": "shown", "staff": "is_staff"}

    response = login()
    assert response.status_code == 200
    [line] = [each for each in caplog.records if each.name == "tokens.claims"]
    assert line.levelname == "ERROR"
    assert line.getMessage() == (
        "The claim 'odd', taken from 'shown', is left out of a token for user "
        f"{user.pk}."
    )
    refreshed = refresh(tokens_in(response)["refresh"])
    assert refreshed.status_code == 200
    for answer in (response, refreshed):
        found = claims(answer.json()["access"])
        assert "odd" not in found
        assert found["staff"] is False


def test_a_login_whose_tokens_cannot_be_signed_leaves_nothing_behind(
    user: User, api: APIClient, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("no key")

    def rows() -> list[int]:
        return [
            relation.related_model._default_manager.count()
            for relation in user._meta.related_objects
        ]

    before = rows()
    monkeypatch.setattr("tokens.tokens.TokenBackend.encode", fail)
    api.raise_request_exception = False

    assert login().status_code == 500

    assert rows() == before
