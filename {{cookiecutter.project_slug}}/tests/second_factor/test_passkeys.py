"""Passkeys: as a second factor, for a step-up, and alone as a whole login."""

from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from second_factor.models import Factor
from tests import transport
from tests.api.conftest import Lines, assert_problem
from tests.client import claims, refreshed, with_token
from tests.conftest import NEW_PASSWORD, make_user
from tests.second_factor.conftest import FACTORS, challenge_of, later, prove
from tests.second_factor.passkey import (
    OPTIONS,
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


def test_a_passkey_is_a_second_factor(user: User, device: Device) -> None:
    device.verifies = False
    challenge = challenge_of(user)
    about = options(challenge=challenge)

    assert [each["id"] for each in about["allowCredentials"]] == [device.id]
    assert about["userVerification"] == "preferred"
    response = prove(challenge, credential=device.get(about))

    assert response.status_code == 200
    found = claims(transport.tokens_in(response)["access"])
    assert found["amr"] == ["pwd", "pop", "mfa"]


def test_the_options_of_a_challenge_that_is_invalid_are_refused(
    user: User, device: Device
) -> None:
    response = transport.new_client().post(OPTIONS, {"challenge": "x"})

    assert_problem(response, 401, "invalid_challenge")


def test_a_passkey_alone_is_a_whole_login(user: User, device: Device) -> None:
    about = options()
    assert about["allowCredentials"] == []
    assert about["userVerification"] == "required"

    response = log_in_alone(device.get(about))

    assert response.status_code == 200
    tokens = transport.tokens_in(response)
    found = claims(tokens["access"])
    assert found["sub"] == str(user.pk)
    assert found["amr"] == ["pop", "user", "mfa"]
    assert response.json()["user"]["id"] == str(user.pk)
    assert claims(refreshed(tokens["refresh"])["access"])["amr"] == found["amr"]
    [factor] = with_token(tokens["access"]).get(FACTORS).json()
    assert factor["last_used_at"] is not None


def test_alone_the_device_has_to_verify_the_user(user: User, device: Device) -> None:
    device.verifies = False

    assert_problem(log_in_alone(device.get(options())), 401, "wrong_second_factor")


@pytest.mark.parametrize("handle", [None, "", "AAAAAAAAAAAAAAAAAAAAAA", "?"])
def test_alone_the_device_has_to_name_the_user(
    user: User, device: Device, handle: str | None
) -> None:
    device.handle = handle

    assert log_in_alone(device.get(options())).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://example.com.evil.example"},
        {"rp_id": "evil.example"},
        {"key": Device().key},
        {"credential_id": b"unknown"},
    ],
    ids=["origin", "longer_origin", "rp_id", "key", "credential"],
)
def test_an_assertion_of_another_place_or_key_is_refused(
    user: User, device: Device, change: dict[str, Any]
) -> None:
    for name, value in change.items():
        setattr(device, name, value)
    challenge = challenge_of(user)

    assert log_in_alone(device.get(options())).status_code == 401
    response = prove(challenge, credential=device.get(options(challenge=challenge)))
    assert_problem(response, 401, "wrong_second_factor")


def test_an_assertion_of_another_kind_is_refused(
    client: APIClient, user: User, device: Device
) -> None:
    assert log_in_alone(device.get(options(), "webauthn.create")).status_code == 401
    # The challenge of a registration, and that of a login.
    about = registration_options(client)
    assert log_in_alone(device.get(about)).status_code == 401
    challenge = {"challenge": challenge_of(user)}
    assert log_in_alone(device.get(challenge)).status_code == 401


def test_an_assertion_is_accepted_once(user: User, device: Device) -> None:
    credential = device.get(options())
    challenge = challenge_of(user)

    assert log_in_alone(credential).status_code == 200
    assert_problem(log_in_alone(credential), 401, "wrong_second_factor")
    assert prove(challenge, credential=credential).status_code == 401


def test_an_assertion_expires(user: User, device: Device) -> None:
    credential = device.get(options())

    with later(302):
        assert log_in_alone(credential).status_code == 401


def test_a_copy_of_a_key_is_noticed_by_its_counter(
    client: APIClient, user: User
) -> None:
    device = Device(count=7)
    assert register(client, device).status_code == 201
    copy = deepcopy(device.__dict__ | {"key": None}) | {"key": device.key}
    assert log_in_alone(device.get(options())).status_code == 200

    assert log_in_alone(Device(**copy).get(options())).status_code == 401
    assert log_in_alone(device.get(options())).status_code == 200


def test_a_passkey_of_another_user_is_no_second_factor(
    user: User, device: Device
) -> None:
    owner = make_user("bob@example.com")
    challenge = challenge_of(user)
    about = options(challenge=challenge)
    Factor.objects.update(user=owner)
    # As of a device that does not store it.
    device.handle = None

    assert prove(challenge, credential=device.get(about)).status_code == 401


def test_a_passkey_is_a_step_up(client: APIClient, user: User, device: Device) -> None:
    access = transport.tokens_in(log_in_alone(device.get(options())))["access"]
    client = with_token(access)

    with later(60):
        about = options(client)
        assert [each["id"] for each in about["allowCredentials"]] == [device.id]
        body = {"credential": device.get(about)}
        response = client.post(reverse("step_up"), body)

        assert response.status_code == 200
        found = claims(response.json()["access"])
        assert found["auth_time"] == claims(access)["auth_time"] + 60
        assert client.post(reverse("step_up"), body).status_code == 400


@pytest.mark.parametrize("changes", [{"is_active": False}, None])
def test_a_passkey_of_an_account_that_is_gone_is_refused(
    user: User, device: Device, changes: dict[str, Any] | None
) -> None:
    credential = device.get(options())
    User.objects.filter(pk=user.pk).update(**changes) if changes else user.delete()

    assert_problem(log_in_alone(credential), 401, "wrong_second_factor")


def test_a_passkey_outlives_a_change_of_the_password(
    user: User, device: Device
) -> None:
    user.set_password(NEW_PASSWORD)
    user.save()

    assert log_in_alone(device.get(options())).status_code == 200


def broken(credential: Any) -> list[Any]:
    """Return malformed variants of a response."""
    parts = credential["response"]
    values: list[Any] = [None, "", "?", "AAAA", "e30", "W10", 7, [], {}, "\0", "é" * 9]
    return [
        {},
        {"id": credential["id"]},
        *({**credential, name: value} for name in credential for value in values),
        *(
            {**credential, "response": {**parts, name: value}}
            for name in parts
            for value in values
            if not (name == "userHandle" and value is None)
        ),
    ]


def test_malformed_responses_are_refused(
    client: APIClient, user: User, device: Device, lines: Lines
) -> None:
    challenge = challenge_of(user)
    for credential in broken(device.get(options())):
        assert log_in_alone(credential).status_code in {400, 401}, credential
    used = device.get(options(challenge=challenge))
    for number, credential in enumerate(broken(used)):
        if number % 20 == 0:
            challenge = challenge_of(user)
            used = device.get(options(challenge=challenge))
        assert prove(challenge, credential=credential).status_code in {400, 401}
    for credential in broken(Device().create(registration_options(client))):
        response = client.post(REGISTER, {"credential": credential})
        assert response.status_code in {400, 401}, credential
    assert not [line for line in lines() if line["level"] == "error"]
