"""Logging in with a name and a password."""

from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.throttling import has_several_names
from config.settings import base
from tests import transport
from tests.api.conftest import assert_problem
from tests.client import Tokens, log_in, me, refresh
from tests.conftest import PASSWORD, make_user
from users.models import User

NAME = User.USERNAME_FIELD


def test_the_response_has_both_tokens_and_the_user(user: User) -> None:
    response = log_in(user)

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
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the response nor its time reveals which accounts there are."""
    inactive = make_user("inactive@example.com", is_active=False)
    machine = make_user("machine@example.com")
    machine.set_unusable_password()
    machine.save()
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)

    responses, costs = set(), set()
    for account, wrong in (
        (user, {"password": "wrong"}),
        (inactive, {}),
        (machine, {}),
        (user, {NAME: "unknown@example.com"}),
    ):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            response = log_in(account, **wrong)
        assert_problem(response, 401, "no_active_account")
        responses.add((response.content, *sorted(response.headers)))
        costs.add((len(hashed), len(queries)))

    # Where users have several names, the rate limit reads whose name it is.
    assert costs == {(1, 1 + has_several_names())}
    assert len(responses) == 1


def test_a_password_is_compared_exactly_as_it_was_sent(user: User) -> None:
    assert log_in(user, password=f"{PASSWORD} ").status_code == 401


@pytest.mark.parametrize("name", ["a" * 255, 12345, ["ann@example.com"], {}, None])
def test_an_invalid_name_is_refused_without_a_query(
    user: User, name: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = log_in(user, **{NAME: name})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [NAME]


@pytest.mark.parametrize(
    "old",
    [
        hashers.MD5PasswordHasher().encode(PASSWORD, "salt" * 6),
        hashers.PBKDF2PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=1_000),
        hashers.PBKDF2SHA1PasswordHasher().encode(PASSWORD, "salt" * 6, iterations=1),
        hashers.ScryptPasswordHasher().encode(PASSWORD, "salt" * 6, n=2),
        hashers.Argon2PasswordHasher().encode(PASSWORD, "salt" * 6),
    ],
    ids=[
        "MD5",
        "PBKDF2",
        "PBKDF2 with SHA-1",
        "scrypt",
        "Argon2 with other parameters",
    ],
)
def test_an_old_password_hash_is_upgraded(
    user: User, tokens: Tokens, settings: Any, old: str
) -> None:
    settings.PASSWORD_HASHERS = [*base.PASSWORD_HASHERS, *settings.PASSWORD_HASHERS]
    User.objects.update(password=old)

    assert log_in(user, password=f"{PASSWORD} ").status_code == 401
    assert User.objects.get().password == old

    assert log_in(user).status_code == 200
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert user.check_password(PASSWORD)
    # The password is the same, so nothing is revoked.
    assert me(tokens["access"]).status_code == 200
    assert refresh(tokens["refresh"]).status_code == 200


def test_last_login_is_stored_only_with_its_setting(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(user)
    user.refresh_from_db()
    assert user.last_login is None

    monkeypatch.setattr("tokens.serializers.api_settings.UPDATE_LAST_LOGIN", True)
    log_in(user)
    user.refresh_from_db()
    assert user.last_login is not None


def test_a_login_whose_tokens_cannot_be_signed_stores_nothing(
    user: User, monkeypatch: pytest.MonkeyPatch
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

    with pytest.raises(RuntimeError):
        log_in(user)
    assert rows() == before
