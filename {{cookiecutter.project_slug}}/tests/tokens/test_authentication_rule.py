"""SimpleJWT's USER_AUTHENTICATION_RULE holds wherever a token is made or brought."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.settings import api_settings

from tests.conftest import PASSWORD
from tokens import logins
from users.models import User


def is_a_smith(user: User | None) -> bool:
    return user is not None and user.last_name == "Smith"


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_settings, "USER_AUTHENTICATION_RULE", is_a_smith)


@pytest.fixture
def marry(user: User, tokens: dict[str, str]) -> Callable[[], None]:
    """Give the user, who has logged in, another name."""

    def update() -> None:
        User.objects.filter(pk=user.pk).update(last_name="Jones")

    return update


def test_who_it_accepts_comes_in(
    tokens: dict[str, str], me: Callable[[str], Any], refresh: Callable[[str], Any]
) -> None:
    assert me(tokens["access"]).status_code == 200
    assert refresh(tokens["refresh"]).status_code == 200


def test_it_is_asked_at_login(
    api: APIClient, credentials: dict[str, str], marry: Callable[[], None]
) -> None:
    marry()

    response = api.post(reverse("token_obtain_pair"), credentials)

    assert response.status_code == 401
    assert response.json()["code"] == "no_active_account"


def test_it_is_asked_for_each_request(
    marry: Callable[[], None], me: Callable[[str], Any], tokens: dict[str, str]
) -> None:
    marry()

    response = me(tokens["access"])

    assert response.status_code == 401
    assert response.json()["detail"] == me("garbage").json()["detail"]


def test_it_is_asked_at_a_refresh(
    marry: Callable[[], None],
    refresh: Callable[[str], Any],
    tokens: dict[str, str],
) -> None:
    marry()

    assert refresh(tokens["refresh"]).status_code == 401


def test_it_is_asked_at_verify(
    api: APIClient, marry: Callable[[], None], kind: str, tokens: dict[str, str]
) -> None:
    marry()

    response = api.post(reverse("token_verify"), {"token": tokens[kind]})

    assert response.status_code == 401


def test_it_is_asked_before_a_password_is_changed(
    api: APIClient, marry: Callable[[], None], user: User, tokens: dict[str, str]
) -> None:
    marry()

    response = api.post(
        reverse("password_change"),
        {"current_password": PASSWORD, "new_password": f"{PASSWORD} again"},
        headers={"authorization": f"Bearer {tokens['access']}"},
    )

    assert response.status_code == 401
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_it_is_asked_for_tokens_made_in_code(
    marry: Callable[[], None], user: User
) -> None:
    marry()
    user.refresh_from_db()

    with pytest.raises(InvalidToken):
        logins.start(user)


def test_a_user_who_was_deactivated_is_refused_all_the_same(
    user: User, tokens: dict[str, str], me: Callable[[str], Any]
) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert me(tokens["access"]).status_code == 401
