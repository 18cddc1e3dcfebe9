"""A login with a second factor has two steps, and the password alone opens nothing."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate, authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.test import Client
from django.urls import reverse

from second_factor import challenges
from second_factor.backend import SecondFactorRequired
from second_factor.models import Factor
from tests import transport
from tests.api.conftest import Lines, assert_problem
from tests.client import after, claims, log_in, me, refreshed
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.second_factor.conftest import App, challenge_of, later, log_in_with, prove
from users.models import User
from users.serializers import UserSerializer


def test_the_right_password_gets_a_challenge_and_no_token(app: App, user: User) -> None:
    response = log_in(user)

    assert_problem(response, 401, "second_factor_required")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    body = response.json()
    assert body.keys() == {
        *("type", "title", "status", "detail", "code", "challenge", "methods")
    }
    assert body["methods"] == ["code", "recovery_code"]
    assert not response.cookies


def test_a_wrong_password_does_not_tell_that_there_is_a_factor(
    app: App, user: User
) -> None:
    other = make_user("bob@example.com")

    assert log_in(user, password="x").content == log_in(other, password="x").content


def test_a_code_completes_the_login(app: App, user: User, lines: Lines) -> None:
    response = log_in_with(user, code=app.code())

    assert response.status_code == 200
    assert response.json()["user"] == UserSerializer(user).data
    tokens = transport.tokens_in(response)
    found = claims(tokens["access"])
    assert found["amr"] == ["pwd", "otp", "mfa"]
    assert found["auth_time"] == found["iat"]
    assert me(tokens["access"]).status_code == 200
    with later(60):
        again = claims(refreshed(tokens["refresh"])["access"])
        assert again["amr"] == ["pwd", "otp", "mfa"]
    events = [line["event"] for line in lines()]
    assert events.count("authn_login_success") == 1
    assert "authn_login_fail" not in events


def test_without_a_factor_the_password_is_enough(user: User) -> None:
    assert log_in(user).status_code == 200


def test_a_lifetime_is_sent_with_the_proof(app: App, user: User) -> None:
    response = log_in_with(user, code=app.code(), lifetime="1h")

    tokens = transport.tokens_in(response)
    found = claims(tokens["refresh"])
    assert found["exp"] == found["iat"] + 3600


def test_a_wrong_code_is_refused(app: App, user: User, lines: Lines) -> None:
    challenge = challenge_of(user)
    wrong = f"{(int(app.code()) + 1) % 1_000_000:06}"

    response = prove(challenge, code=wrong)

    assert_problem(response, 401, "wrong_second_factor")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    [line] = [line for line in lines() if line["event"] == "authn_login_fail"]
    assert line["user_id"] == str(user.pk)
    assert prove(challenge, code=app.code()).status_code == 200


@pytest.mark.parametrize(
    "code", ["", "1", "a" * 6, "\u0661" * 6, "\0", 123456, None, []]
)
def test_a_code_of_another_form_is_refused(app: App, user: User, code: Any) -> None:
    assert prove(challenge_of(user), code=code).status_code in {400, 401}


def test_a_proof_is_required_and_only_one(
    app: App, user: User, recovery_codes: list[str]
) -> None:
    challenge = challenge_of(user)
    both = {"code": app.code(), "recovery_code": recovery_codes[0]}

    for proof in ({}, both):
        response = prove(challenge, **proof)
        assert response.status_code == 400
        [error] = response.json()["errors"]["non_field_errors"]
        assert error["code"] == "one_proof"


def test_a_challenge_is_used_up_by_success(
    app: App, user: User, recovery_codes: list[str]
) -> None:
    challenge = challenge_of(user)
    assert prove(challenge, code=app.code()).status_code == 200

    response = prove(challenge, recovery_code=recovery_codes[0])

    assert_problem(response, 401, "invalid_challenge")


def test_a_challenge_is_used_up_by_five_failures(app: App, user: User) -> None:
    challenge = challenge_of(user)
    for _ in range(5):
        assert_problem(prove(challenge, code="x"), 401, "wrong_second_factor")

    assert_problem(prove(challenge, code=app.code()), 401, "invalid_challenge")
    assert log_in_with(user, code=app.code()).status_code == 200


def test_a_challenge_expires_after_five_minutes(app: App, user: User) -> None:
    challenge = challenge_of(user)

    with later(299):
        assert_problem(prove(challenge, code="x"), 401, "wrong_second_factor")
    with later(302):
        assert_problem(prove(challenge, code=app.code()), 401, "invalid_challenge")


def test_a_challenge_is_for_one_account(app: App, user: User) -> None:
    other = make_user("bob@example.com")
    Factor.objects.create(user=other, kind="totp", key=b"x")

    assert_problem(
        prove(challenge_of(other), code=app.code()), 401, "wrong_second_factor"
    )


def test_a_challenge_ends_with_the_password(app: App, user: User) -> None:
    challenge = challenge_of(user)
    user.set_password(NEW_PASSWORD)
    user.save()

    assert_problem(prove(challenge, code=app.code()), 401, "invalid_challenge")


@pytest.mark.parametrize("changes", [{"is_active": False}, None])
def test_a_challenge_ends_with_the_account(
    app: App, user: User, changes: dict[str, Any] | None
) -> None:
    challenge = challenge_of(user)
    User.objects.filter(pk=user.pk).update(**changes) if changes else user.delete()

    assert_problem(prove(challenge, code=app.code()), 401, "invalid_challenge")


def test_a_challenge_is_good_for_nothing_else(app: App, user: User) -> None:
    challenge = challenge_of(user)

    assert me(challenge).status_code == 401
    client = transport.new_client()
    body = {"token": challenge}
    assert client.post(reverse("token_verify"), body).status_code == 401


@pytest.mark.parametrize("purpose", ["other", ""])
def test_a_challenge_of_another_purpose_is_refused(
    app: App, user: User, purpose: str
) -> None:
    challenge = challenges.issue(purpose, user)

    assert_problem(prove(challenge, code=app.code()), 401, "invalid_challenge")


@pytest.mark.parametrize("change", ["", "x", ":", "a:b:c", "\0", "é"])
def test_a_challenge_that_was_changed_is_refused(
    app: App, user: User, change: str
) -> None:
    challenge = challenge_of(user)

    for text in (challenge + change, change + challenge, change):
        if text != challenge:
            assert prove(text, code=app.code()).status_code in {400, 401}


def test_every_way_to_authenticate_asks_for_the_factor(app: App, user: User) -> None:
    name = {"username": user.get_username(), "password": PASSWORD}
    with pytest.raises(SecondFactorRequired):
        authenticate(None, **name)
    with pytest.raises(SecondFactorRequired):
        async_to_sync(aauthenticate)(None, **name)
    with pytest.raises(SecondFactorRequired):
        AuthenticationForm(data=name).is_valid()


def test_the_admin_does_not_take_the_password_alone(app: App, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    body = {"username": user.get_username(), "password": PASSWORD}

    client.post(reverse("admin:login"), body)

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_new_password_does_not_replace_the_factor(app: App, user: User) -> None:
    user.set_password(NEW_PASSWORD)
    user.save()

    with after(0, tick=False):
        response = log_in(user, password=NEW_PASSWORD)

    assert_problem(response, 401, "second_factor_required")
