from typing import Any

import pytest
from django.contrib.auth import hashers
from django.urls import reverse
from rest_framework.test import APIClient

from config.settings import base
from tests import transport
from tests.conftest import PASSWORD
from users.models import User


@pytest.fixture
def login(api: APIClient) -> Any:
    return lambda body: api.post(reverse("token_obtain_pair"), body)


def test_logging_in_returns_both_tokens_and_the_user(
    login: Any, user: User, credentials: dict[str, str]
) -> None:
    response = login(credentials)

    assert response.status_code == 200
    body = transport.tokens_in(response)
    assert body.keys() >= {"access", "refresh", "user"}
    profile = {
        "id": str(user.pk),
        User.USERNAME_FIELD: user.get_username(),
        "email": user.email,
        "first_name": "Ann",
        "last_name": "Smith",
    }
    assert profile.items() <= body["user"].items()
    assert "password" not in body["user"]


def test_unknown_account_and_wrong_password_get_the_same_answer(
    login: Any, credentials: dict[str, str]
) -> None:
    unknown = login({**credentials, User.USERNAME_FIELD: "nobody@example.com"})
    wrong = login({**credentials, "password": "wrong"})

    assert unknown.status_code == wrong.status_code == 401
    assert unknown.content == wrong.content
    assert wrong.json()["code"] == "no_active_account"


def test_a_deactivated_user_cannot_log_in(
    login: Any, user: User, credentials: dict[str, str]
) -> None:
    user.is_active = False
    user.save()

    assert login(credentials).status_code == 401


def test_a_password_is_compared_exactly_as_it_was_sent(
    login: Any, credentials: dict[str, str]
) -> None:
    assert login({**credentials, "password": f"{PASSWORD} "}).status_code == 401


@pytest.mark.parametrize("name", ["a" * 255, 12345, ["ann@example.com"], {}, None])
def test_what_cannot_be_a_name_is_refused_unread(
    login: Any, credentials: dict[str, str], name: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = login({**credentials, User.USERNAME_FIELD: name})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [User.USERNAME_FIELD]


def test_what_is_missing_is_named(login: Any) -> None:
    response = login({})

    assert response.status_code == 400
    assert sorted(response.json()["errors"]) == sorted(
        [User.USERNAME_FIELD, "password"]
    )


@pytest.mark.parametrize(
    "old",
    [
        hashers.MD5PasswordHasher().encode(PASSWORD, "salt" * 6),
        hashers.PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=1_000),
        hashers.Argon2PasswordHasher().encode(PASSWORD, "salt" * 6),
    ],
    ids=["MD5", "PBKDF2", "Argon2 with other figures"],
)
def test_a_password_hash_of_another_make_is_upgraded(
    login: Any, user: User, credentials: dict[str, str], settings: Any, old: str
) -> None:
    settings.PASSWORD_HASHERS = [*base.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]
    User.objects.update(password=old)

    assert login(credentials).status_code == 200
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.check_password(PASSWORD)


def test_the_last_login_is_written_down_where_it_is_asked_for(
    login: Any,
    credentials: dict[str, str],
    user: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    login(credentials)
    user.refresh_from_db()
    assert user.last_login is None

    monkeypatch.setattr("tokens.serializers.api_settings.UPDATE_LAST_LOGIN", True)
    login(credentials)
    user.refresh_from_db()
    assert user.last_login is not None
