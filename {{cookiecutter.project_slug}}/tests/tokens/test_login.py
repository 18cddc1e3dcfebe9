"""Logging in with a name and a password."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from api.throttling import has_several_names
from config.settings import base
from tests import transport
from tests.conftest import PASSWORD, make_user
from users.models import User

NAME = User.USERNAME_FIELD

Login = Callable[..., Any]


def test_the_response_has_both_tokens_and_the_user(login: Login, user: User) -> None:
    response = login()

    assert response.status_code == 200
    body = transport.tokens_in(response)
    assert body.keys() >= {"access", "refresh", "user"}
    profile = {
        "id": str(user.pk),
        NAME: user.get_username(),
        "email": user.email,
        "first_name": "Ann",
        "last_name": "Smith",
    }
    assert profile.items() <= body["user"].items()
    assert "password" not in body["user"]


def test_failed_logins_have_one_response_one_hash_and_one_query(
    api: APIClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the response nor its time reveals which accounts there are."""
    make_user("ann@example.com")
    make_user("inactive@example.com", is_active=False)
    machine = make_user("machine@example.com")
    machine.set_unusable_password()
    machine.save()
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)

    responses, costs = set(), {}
    for name, password in (
        ("ann@example.com", "wrong"),
        ("inactive@example.com", PASSWORD),
        ("machine@example.com", PASSWORD),
        ("unknown@example.com", PASSWORD),
    ):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            response = api.post(
                reverse("token_obtain_pair"), {NAME: name, "password": password}
            )
        assert response.json()["code"] == "no_active_account"
        responses.add(
            (response.status_code, response.content, *sorted(response.headers))
        )
        costs[name] = (len(hashed), len(queries))

    # Where users have several names, the rate limit reads whose name it is.
    assert set(costs.values()) == {(1, 1 + has_several_names())}, costs
    [(status, *_)] = responses
    assert status == 401


def test_a_password_is_compared_exactly_as_it_was_sent(login: Login) -> None:
    assert login(password=f"{PASSWORD} ").status_code == 401


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("name", ["a" * 255, 12345, ["ann@example.com"], {}, None])
def test_an_invalid_name_is_refused_without_a_query(
    login: Login, name: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = login(**{NAME: name})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [NAME]


def test_missing_fields_are_named(api: APIClient) -> None:
    response = api.post(reverse("token_obtain_pair"), {})

    assert response.status_code == 400
    assert sorted(response.json()["errors"]) == sorted([NAME, "password"])


@pytest.mark.parametrize(
    "old",
    [
        hashers.MD5PasswordHasher().encode(PASSWORD, "salt" * 6),
        hashers.PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=1_000),
        hashers.Argon2PasswordHasher().encode(PASSWORD, "salt" * 6),
    ],
    ids=["MD5", "PBKDF2", "Argon2 with other parameters"],
)
def test_an_old_password_hash_is_upgraded(
    login: Login, user: User, settings: Any, old: str
) -> None:
    settings.PASSWORD_HASHERS = [*base.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]
    User.objects.update(password=old)

    assert login().status_code == 200
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.check_password(PASSWORD)


def test_last_login_is_stored_only_with_its_setting(
    login: Login, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    login()
    user.refresh_from_db()
    assert user.last_login is None

    monkeypatch.setattr("tokens.serializers.api_settings.UPDATE_LAST_LOGIN", True)
    login()
    user.refresh_from_db()
    assert user.last_login is not None


def test_a_login_whose_tokens_cannot_be_signed_stores_nothing(
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
