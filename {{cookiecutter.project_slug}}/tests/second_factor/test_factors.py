"""The factors of the current user, their changes, and the recovery codes."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Authenticator, RecoveryCode
from tests import transport
from tests.api.conftest import Lines, assert_problem
from tests.client import claims, log_in, me, new_tokens, refreshed, with_token
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.second_factor.conftest import (
    FACTORS,
    App,
    add_app,
    challenge_of,
    later,
    log_in_with,
    prove,
)
from users.models import User


def access_with(user: User, app: App) -> str:
    response = log_in_with(user, code=app.code())
    assert response.status_code == 200
    return str(transport.tokens_in(response)["access"])


def changes(lines: Lines) -> list[str]:
    return [
        line["change"] for line in lines() if line["event"] == "second_factor_changed"
    ]


def test_the_factors_are_listed(client: APIClient, app: App, user: User) -> None:
    [factor] = client.get(FACTORS).json()

    assert factor.keys() == {"id", "kind", "name", "created_at", "last_used_at"}
    assert (factor["kind"], factor["name"]) == ("totp", "Authenticator app")
    assert factor["last_used_at"] is None
    access_with(user, app)
    [factor] = client.get(FACTORS).json()
    assert factor["last_used_at"] == factor["created_at"]


def test_a_factor_is_renamed(client: APIClient, app: App, lines: Lines) -> None:
    [factor] = client.get(FACTORS).json()
    place = reverse("factor", args=[factor["id"]])

    response = client.patch(place, {"name": "My phone"})

    assert response.status_code == 200
    assert client.get(FACTORS).json()[0]["name"] == "My phone"
    assert client.patch(place, {"name": "x" * 51}).status_code == 400
    assert changes(lines) == ["renamed"]


def test_a_removed_factor_is_not_asked_for(
    client: APIClient, app: App, user: User, lines: Lines
) -> None:
    [factor] = client.get(FACTORS).json()

    response = client.delete(reverse("factor", args=[factor["id"]]))

    assert response.status_code == 204
    assert log_in(user).status_code == 200
    assert not RecoveryCode.objects.exists()
    assert changes(lines) == ["removed"]


def test_the_recovery_codes_stay_until_the_last_factor_is_removed(
    client: APIClient, app: App, user: User
) -> None:
    add_app(client)
    first, _ = client.get(FACTORS).json()

    client.delete(reverse("factor", args=[first["id"]]))

    assert RecoveryCode.objects.count() == 10
    assert log_in(user).json()["methods"] == ["code", "recovery_code"]


def test_a_factor_of_another_user_is_not_found(client: APIClient, app: App) -> None:
    other = with_token(new_tokens(make_user("bob@example.com"))["access"])
    [factor] = client.get(FACTORS).json()
    place = reverse("factor", args=[factor["id"]])

    assert other.get(FACTORS).json() == []
    assert other.patch(place, {"name": "x"}).status_code == 404
    assert other.delete(place).status_code == 404
    assert Authenticator.objects.get().name == "Authenticator app"


def test_a_change_needs_a_recent_proof(client: APIClient, app: App, user: User) -> None:
    tokens = transport.tokens_in(log_in_with(user, code=app.code()))
    [factor] = client.get(FACTORS).json()
    one = reverse("factor", args=[factor["id"]])
    requests: list[tuple[str, str]] = [
        ("post", reverse("totp")),
        ("post", reverse("totp_confirm")),
        ("post", reverse("recovery_codes")),
        ("patch", one),
        ("delete", one),
    ]

    with later(901):
        old = with_token(refreshed(tokens["refresh"])["access"])
        assert old.get(FACTORS).status_code == 200
        assert old.get(reverse("recovery_codes")).json() == {"left": 10}
        for method, path in requests:
            response = getattr(old, method)(path)
            assert_problem(response, 401, "insufficient_user_authentication")
            assert 'max_age="900"' in response["WWW-Authenticate"]


def test_the_password_is_changed_after_a_recent_proof_of_the_factor(
    client: APIClient, app: App, user: User
) -> None:
    """Otherwise the new login could be used to remove the factor."""
    tokens = transport.tokens_in(log_in_with(user, code=app.code()))
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    change = reverse("password_change")
    with later(901):
        old = with_token(refreshed(tokens["refresh"])["access"])
        assert_problem(old.post(change, body), 401, "insufficient_user_authentication")

    response = with_token(tokens["access"]).post(change, body)
    assert response.status_code == 200
    fresh = claims(transport.tokens_in(response)["access"])
    assert fresh["amr"] == ["pwd", "otp", "mfa"]


def test_a_step_up_needs_the_factor(app: App, user: User) -> None:
    access = access_with(user, app)
    client = with_token(access)

    response = client.post(reverse("step_up"), {"password": PASSWORD})

    assert response.status_code == 400
    [error] = response.json()["errors"]["password"]
    assert error["code"] == "second_factor_required"
    with later(60):
        body = {"code": app.code()}
        response = client.post(reverse("step_up"), body)
        assert response.status_code == 200
        fresh = claims(response.json()["access"])
        assert fresh["auth_time"] == claims(access)["auth_time"] + 60
        assert fresh["amr"] == ["pwd", "otp", "mfa"]
        # The code cannot be used again.
        assert client.post(reverse("step_up"), body).status_code == 400


def test_a_step_up_needs_one_proof(client: APIClient, app: App) -> None:
    for body in ({}, {"password": PASSWORD, "code": app.code()}):
        response = client.post(reverse("step_up"), body)
        assert response.status_code == 400
        assert response.json()["errors"]["non_field_errors"][0]["code"] == "one_proof"


def test_without_a_factor_the_password_is_a_step_up(client: APIClient) -> None:
    response = client.post(reverse("step_up"), {"password": PASSWORD})

    assert response.status_code == 200
    assert claims(response.json()["access"])["amr"] == ["pwd"]


def test_a_recovery_code_completes_a_login_once(
    recovery_codes: list[str], user: User, client: APIClient
) -> None:
    assert len(set(recovery_codes)) == 10
    for code in recovery_codes:
        assert re.fullmatch(r"([A-Z2-7]{6}-){3}[A-Z2-7]{6}", code)
    first, second, *_ = recovery_codes

    response = log_in_with(user, recovery_code=first)
    assert response.status_code == 200
    found = claims(transport.tokens_in(response)["access"])
    assert found["amr"] == ["pwd", "otp", "mfa"]
    assert log_in_with(user, recovery_code=first).status_code == 401
    # As it is typed from paper.
    typed = f" {second.replace('-', '').lower()} "
    assert log_in_with(user, recovery_code=typed).status_code == 200
    assert client.get(reverse("recovery_codes")).json() == {"left": 8}


def test_recovery_codes_are_stored_as_hashes(recovery_codes: list[str]) -> None:
    stored = " ".join(code.digest for code in RecoveryCode.objects.all())

    for code in recovery_codes:
        assert code not in stored
        assert code.replace("-", "") not in stored


def test_a_recovery_code_of_another_user_is_refused(
    recovery_codes: list[str], user: User
) -> None:
    other = make_user("bob@example.com")
    RecoveryCode.objects.filter(user=user).update(user=other)

    assert log_in_with(user, recovery_code=recovery_codes[0]).status_code == 401


def test_new_recovery_codes_replace_the_old_ones(
    client: APIClient, recovery_codes: list[str], user: User, lines: Lines
) -> None:
    fresh = client.post(reverse("recovery_codes")).json()["recovery_codes"]

    assert len(fresh) == 10
    assert not {*fresh} & {*recovery_codes}
    assert log_in_with(user, recovery_code=recovery_codes[0]).status_code == 401
    assert log_in_with(user, recovery_code=fresh[0]).status_code == 200
    assert "recovery_codes" in changes(lines)


def test_without_a_factor_there_are_no_recovery_codes(client: APIClient) -> None:
    response = client.post(reverse("recovery_codes"))

    assert response.status_code == 400
    assert not RecoveryCode.objects.exists()


def test_staff_reset_the_factors_of_a_user_who_has_lost_them(
    app: App, user: User, lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    challenge = challenge_of(user)

    call_command("reset_second_factor", user.get_username())

    assert capsys.readouterr().out == "Removed second factors: 1\n"
    assert log_in(user).status_code == 200
    assert prove(challenge, code=app.code()).status_code == 401
    assert changes(lines) == ["reset"]
    with pytest.raises(CommandError, match="There is no user"):
        call_command("reset_second_factor", "unknown")


def test_a_deleted_user_has_no_factors(app: App, user: User) -> None:
    user.delete()

    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_no_secret_is_logged(
    client: APIClient, app: App, user: User, recovery_codes: list[str], lines: Lines
) -> None:
    code = app.code()
    challenge = challenge_of(user)
    response: Any = prove(challenge, code=code)

    assert me(transport.tokens_in(response)["access"]).status_code == 200
    logged = str(lines())
    for secret in (code, challenge, *recovery_codes):
        assert secret not in logged
