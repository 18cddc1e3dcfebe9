"""The factors of the current user, and their changes."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor, RecoveryCode
from tests import transport
from tests.api.conftest import Lines, assert_problem
from tests.client import log_in, me, new_tokens, refreshed, with_token
from tests.conftest import make_user
from tests.second_factor.conftest import (
    FACTORS,
    App,
    access_with,
    add_app,
    challenge_of,
    changes,
    later,
    log_in_with,
    prove,
)
from users.models import User


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


def test_a_code_that_is_used_while_its_app_is_renamed_stays_used(
    client: APIClient, app: App, user: User
) -> None:
    [factor] = client.get(FACTORS).json()
    code = app.code()

    def log_in_meanwhile(**kwargs: Any) -> None:
        assert log_in_with(user, code=code).status_code == 200

    pre_save.connect(log_in_meanwhile, sender=Factor)
    try:
        place = reverse("factor", args=[factor["id"]])
        assert client.patch(place, {"name": "x"}).status_code == 200
    finally:
        pre_save.disconnect(log_in_meanwhile, sender=Factor)

    assert log_in_with(user, code=code).status_code == 401


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
    assert Factor.objects.get().name == "Authenticator app"


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

    assert not Factor.objects.exists()
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
