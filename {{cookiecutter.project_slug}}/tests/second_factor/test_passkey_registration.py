"""Passkeys are registered for the domain of the settings."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor, RecoveryCode
from tests.api.conftest import assert_problem
from tests.client import log_in, new_tokens, with_token
from tests.conftest import check_fails, make_user
from tests.second_factor.conftest import FACTORS, later
from tests.second_factor.passkey import (
    REGISTER,
    Device,
    device,
    log_in_alone,
    options,
    register,
    registration_options,
)
from users.models import User

__all__ = ["device"]


def test_a_passkey_is_registered(client: APIClient, user: User, settings: Any) -> None:
    device = Device()
    about = registration_options(client)

    assert about["rp"] == {"name": settings.PROJECT_NAME, "id": "example.com"}
    assert about["user"]["name"] == user.get_username()
    assert user.get_username() not in about["user"]["id"]
    response = register(client, device, name="My phone")

    assert response.status_code == 201
    body = response.json()
    assert len(body.pop("recovery_codes")) == 10
    assert (body["kind"], body["name"]) == ("passkey", "My phone")
    assert client.get(FACTORS).json() == [body]
    assert log_in(user).json()["methods"] == ["credential", "recovery_code"]
    excluded = registration_options(client)["excludeCredentials"]
    assert [each["id"] for each in excluded] == [device.id]


def test_a_passkey_is_renamed_and_removed(
    client: APIClient, device: Device, user: User
) -> None:
    [factor] = client.get(FACTORS).json()
    place = reverse("factor", args=[factor["id"]])

    assert client.patch(place, {"name": "Key"}).json()["name"] == "Key"
    assert client.delete(place).status_code == 204
    assert log_in(user).status_code == 200
    assert not RecoveryCode.objects.exists()
    assert log_in_alone(device.get(options())).status_code == 401


def test_a_passkey_is_registered_once(client: APIClient, device: Device) -> None:
    assert register(client, device).status_code == 409


def test_there_is_an_end_to_the_number_of_passkeys(client: APIClient) -> None:
    for _ in range(9):
        assert register(client, Device()).status_code == 201
    begun = Device().create(registration_options(client))
    assert register(client, Device()).status_code == 201

    assert client.post(REGISTER, {"credential": begun}).status_code == 400
    assert client.post(reverse("passkey_registration_options")).status_code == 400
    assert Factor.objects.count() == 10


def test_a_challenge_of_a_registration_is_used_once(client: APIClient) -> None:
    about = registration_options(client)
    bodies = [{"credential": Device().create(about)} for _ in range(2)]

    codes = [client.post(REGISTER, body).status_code for body in bodies]

    assert codes == [201, 401]
    assert Factor.objects.count() == 1


def test_a_registration_for_another_user_is_refused(
    client: APIClient, user: User
) -> None:
    other = with_token(new_tokens(make_user("bob@example.com"))["access"])
    credential = Device().create(registration_options(client))

    response = other.post(REGISTER, {"credential": credential})

    assert response.status_code == 400
    assert response.json()["errors"]["credential"][0]["code"] == "invalid_credential"
    assert not Factor.objects.exists()


def test_a_registration_takes_five_minutes_at_most(client: APIClient) -> None:
    credential = Device().create(registration_options(client))

    with later(302):
        user = User.objects.get()
        client = with_token(new_tokens(user)["access"])
        response = client.post(REGISTER, {"credential": credential})

    assert_problem(response, 401, "invalid_challenge")


@pytest.mark.parametrize(
    "device",
    [Device(origin="https://evil.example"), Device(rp_id="evil.example")],
    ids=["origin", "rp_id"],
)
def test_a_registration_elsewhere_is_refused(client: APIClient, device: Device) -> None:
    assert register(client, device).status_code == 400
    assert not Factor.objects.exists()


@pytest.mark.parametrize(
    ("rp_id", "origins"),
    [
        ("example.com", ["https://example.org"]),
        ("example.com", ["https://notexample.com"]),
        ("app.example.com", ["https://example.com"]),
        ("example.com", ["http://app.example.com"]),
        ("example.com", ["https://app.example.com/"]),
        ("example.com", ["app.example.com"]),
        ("https://example.com", ["https://example.com"]),
        ("example.com", []),
    ],
)
def test_origins_that_do_not_fit_the_domain_are_refused(
    settings: Any, rp_id: str, origins: list[str]
) -> None:
    settings.WEBAUTHN_RP_ID, settings.WEBAUTHN_ORIGINS = rp_id, origins

    assert "second_factor.E003" in check_fails()


def test_origins_of_the_domain_and_of_an_app_are_accepted(settings: Any) -> None:
    settings.WEBAUTHN_ORIGINS = [
        "https://example.com",
        "https://a.b.example.com:8443",
        "android:apk-key-hash:AAAA",
    ]

    call_command("check")


def test_in_production_the_domain_is_set(settings: Any) -> None:
    settings.WEBAUTHN_RP_ID = "localhost"
    settings.WEBAUTHN_ORIGINS = ["http://localhost:8000"]

    with pytest.raises(SystemCheckError, match=r"second_factor\.E004"):
        call_command("check", deploy=True)
