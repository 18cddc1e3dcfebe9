"""A passkey is the second step of a login to the admin."""

import json
from typing import Any

import pytest
from django.test import Client

from second_factor.models import Factor
from tests.second_factor.admin import (
    LOGIN,
    assert_refused,
    first_step,
    is_open,
    log_in,
    second_step,
)
from tests.second_factor.conftest import App
from tests.second_factor.passkey import Device, device, options
from users.models import User

__all__ = ["device"]


@pytest.fixture
def owner(device: Device, user: User) -> User:
    """A superuser with a passkey, and no app."""
    User.objects.update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


def response_of(device: Device, page: Any) -> str:
    """Return what the page's script puts into the form."""
    challenge = page.context["form"]["challenge"].value()
    return json.dumps(device.get(options(challenge=challenge)))


def test_a_passkey_completes_a_login(
    device: Device, owner: User, browser: Client, settings: Any
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    page = first_step(browser, owner)
    text = page.content.decode()
    assert page.context["methods"] == ["credential", "recovery_code"]
    assert 'data-options="/' in text
    assert 'name="code"' not in text

    response = second_step(browser, page, credential=response_of(device, page))

    assert response.status_code == 302
    assert is_open(browser)


def test_a_response_is_right_once(device: Device, owner: User, browser: Client) -> None:
    page = first_step(browser, owner)
    credential = response_of(device, page)
    assert second_step(browser, page, credential=credential).status_code == 302

    again = log_in(Client(), owner, credential=credential)

    assert_refused(again, "credential")
    assert credential[:20] not in again.content.decode()


def test_another_passkey_is_refused(
    device: Device, owner: User, browser: Client
) -> None:
    page = first_step(browser, owner)
    credential = response_of(Device(), page)

    assert_refused(second_step(browser, page, credential=credential), "credential")


def test_an_app_can_be_used_instead(
    device: Device, owner: User, app: App, browser: Client
) -> None:
    page = first_step(browser, owner)
    assert page.context["methods"] == ["code", "credential", "recovery_code"]

    assert second_step(browser, page, code=app.code()).status_code == 302


def test_only_one_proof_is_accepted(
    device: Device, owner: User, app: App, browser: Client
) -> None:
    page = first_step(browser, owner)
    both = {"code": app.code(), "credential": response_of(device, page)}

    assert_refused(second_step(browser, page, **both), "__all__", "Enter one code.")


@pytest.mark.parametrize(
    "text",
    ["x", "[]", "1", "[" * 50_000, "1" * 5_000, '{"id": "\\ud800"}', '"\\u0000"'],
)
def test_what_is_not_an_object_of_json_is_refused(
    owner: User, browser: Client, text: str
) -> None:
    assert_refused(
        log_in(browser, owner, credential=text),
        "credential",
        "This is not the response of a device.",
    )


@pytest.mark.parametrize(
    "text", ["{}", '{"id": 1}', '{"id": "\\u0000"}', '{"id": "x"}']
)
def test_an_object_that_is_no_response_is_refused(
    owner: User, browser: Client, text: str
) -> None:
    response = log_in(browser, owner, credential=text)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Factor.objects.get().last_used_at is None


def test_a_passkey_needs_a_challenge(
    device: Device, owner: User, browser: Client
) -> None:
    page = first_step(browser, owner)

    response = browser.post(LOGIN, {"credential": response_of(device, page)})

    assert response.status_code == 200
    assert not is_open(browser)
