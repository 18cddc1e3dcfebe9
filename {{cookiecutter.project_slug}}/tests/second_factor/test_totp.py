"""Codes of authenticator apps: right for a short time, and once."""

import re
from base64 import b32decode
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor
from tests.api.conftest import Lines, assert_problem
from tests.client import log_in, new_tokens, with_token
from tests.conftest import make_user
from tests.second_factor.conftest import App, add_app, later, log_in_with
from users.models import User


def test_enrolment_shows_the_secret_in_three_forms(
    client: APIClient, user: User, settings: Any
) -> None:
    body = client.post(reverse("totp")).json()

    assert re.fullmatch(r"[A-Z2-7]{32}", body["secret"])
    uri = unquote(body["uri"])
    assert uri.startswith("otpauth://totp/")
    assert f"secret={body['secret']}" in uri
    assert user.get_username() in uri
    assert settings.PROJECT_NAME in uri
    assert body["qr"].startswith("data:image/svg+xml")


def test_nothing_changes_before_the_first_right_code(
    client: APIClient, user: User
) -> None:
    app = App(client.post(reverse("totp")).json()["secret"])
    wrong = f"{(int(app.code()) + 1) % 1_000_000:06}"

    response = client.post(reverse("totp_confirm"), {"code": wrong})

    assert response.status_code == 400
    [error] = response.json()["errors"]["code"]
    assert error["code"] == "wrong_second_factor"
    assert not Factor.objects.exists()
    assert log_in(user).status_code == 200


def test_a_secret_is_not_kept_longer_than_ten_minutes(
    client: APIClient, user: User
) -> None:
    app = App(client.post(reverse("totp")).json()["secret"])

    with later(601):
        client = with_token(new_tokens(user)["access"])
        response = client.post(reverse("totp_confirm"), {"code": app.code()})

    assert response.status_code == 400


def test_a_secret_is_used_once(client: APIClient) -> None:
    app = App(client.post(reverse("totp")).json()["secret"])
    codes = [
        client.post(reverse("totp_confirm"), {"code": app.code()}).status_code
        for _ in range(2)
    ]

    assert codes == [200, 400]
    assert Factor.objects.count() == 1


def test_a_secret_of_another_user_is_not_found(client: APIClient) -> None:
    other = with_token(new_tokens(make_user("bob@example.com"))["access"])
    app = App(client.post(reverse("totp")).json()["secret"])

    response = other.post(reverse("totp_confirm"), {"code": app.code()})

    assert response.status_code == 400


def test_the_secret_is_encrypted_in_the_database_and_in_the_cache(
    client: APIClient, user: User
) -> None:
    secret = client.post(reverse("totp")).json()["secret"]
    cached = cache.get(f"totp:{user.pk}")
    client.post(reverse("totp_confirm"), {"code": App(secret).code()})

    for stored in (cached, bytes(Factor.objects.get().key)):
        assert secret.encode() not in stored
        assert b32decode(secret) not in stored
        assert b32decode(secret).hex().encode() not in stored
        assert stored.startswith(b"gAAAA")


def test_the_code_of_the_enrolment_cannot_be_used_to_log_in(
    client: APIClient, user: User
) -> None:
    app = App(client.post(reverse("totp")).json()["secret"])
    client.post(reverse("totp_confirm"), {"code": app.code()})

    assert log_in_with(user, code=app.code()).status_code == 401
    assert log_in_with(user, code=app.code(30)).status_code == 200


def test_a_code_is_right_once(app: App, user: User) -> None:
    code = app.code()

    assert log_in_with(user, code=code).status_code == 200
    response = log_in_with(user, code=code)

    assert_problem(response, 401, "wrong_second_factor")


def test_an_earlier_code_is_not_right_after_a_later_one(app: App, user: User) -> None:
    assert log_in_with(user, code=app.code(30)).status_code == 200

    assert log_in_with(user, code=app.code()).status_code == 401


@pytest.mark.parametrize(
    ("seconds", "status"), [(-60, 401), (0, 200), (30, 200), (60, 401)]
)
def test_the_clock_of_a_device_may_be_half_a_minute_wrong(
    app: App, user: User, seconds: int, status: int
) -> None:
    assert log_in_with(user, code=app.code(seconds)).status_code == status


def test_a_late_code_is_right(app: App, user: User) -> None:
    code = app.code()

    with later(59):
        assert log_in_with(user, code=code).status_code == 200


def test_each_of_several_apps_is_accepted(
    client: APIClient, app: App, user: User
) -> None:
    other, codes = add_app(client)

    assert codes == []
    assert log_in_with(user, code=app.code()).status_code == 200
    assert log_in_with(user, code=other.code()).status_code == 200


def test_a_new_key_encrypts_and_the_old_one_decrypts(
    app: App, user: User, settings: Any
) -> None:
    old = settings.SECOND_FACTOR_KEYS
    settings.SECOND_FACTOR_KEYS = ["n" * 40, *old]
    assert log_in_with(user, code=app.code()).status_code == 200

    # A code that is used encrypts the secret with the new key.
    settings.SECOND_FACTOR_KEYS = ["n" * 40]
    assert log_in_with(user, code=app.code(30)).status_code == 200


def test_without_the_key_a_code_is_refused_and_the_operator_is_told(
    app: App, user: User, settings: Any, lines: Lines
) -> None:
    settings.SECOND_FACTOR_KEYS = ["n" * 40]

    assert log_in_with(user, code=app.code()).status_code == 401
    assert any("SECOND_FACTOR_KEY" in line["event"] for line in lines())


def test_there_is_an_end_to_the_number_of_apps(client: APIClient, app: App) -> None:
    for _ in range(8):
        add_app(client)
    begun = App(client.post(reverse("totp")).json()["secret"])
    tenth = Factor(user=User.objects.get(), kind="totp", key=b"x")
    tenth.save()

    # It was begun before there were ten.
    confirmed = client.post(reverse("totp_confirm"), {"code": begun.code()})
    for response in (confirmed, client.post(reverse("totp"))):
        assert response.status_code == 400
        [error] = response.json()["errors"]["non_field_errors"]
        assert error["code"] == "too_many_factors"
    assert Factor.objects.count() == 10

    tenth.delete()
    assert client.post(reverse("totp")).status_code == 200
