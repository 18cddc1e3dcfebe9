"""The second factor in the playground, in Chromium, with a running service."""

import hmac
import time
from base64 import b32decode
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import playground
from tests.browser import Visit
from tests.playground import (
    PASSWORD,
    TRANSPORTS,
    Open,
    call,
    highlighted,
    left,
    log_in,
    press,
    refresh,
    says,
    send_password,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

address, browser, visit = playground.address, playground.browser, playground.visit

# A device that verifies its user, and that needs no touch.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

numbers = count(1)


def code(secret: str, later: int = 0) -> str:
    """Return the code that is right in this many seconds (RFC 6238)."""
    period = (int(time.time()) + later) // 30
    digest = hmac.digest(b32decode(secret), period.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def opened(
    visit: Open, second_factor: str = "totp", **options: Any
) -> tuple[Visit, str]:
    """Open the page and register a user; the tests share their services."""
    found = visit(second_factor=second_factor, registration="open", **options)
    name = f"user{next(numbers)}"
    user = {"username": name, "email": f"{name}@example.com", "password": PASSWORD}
    response = found.page.request.post(f"{found.page.url}api/users/", data=user)
    assert response.status == 201, response.text()
    return found, name


def with_device(visit: Open, **options: Any) -> tuple[Visit, str]:
    """Open the page where passkeys work, with a device that has none yet."""
    found, name = opened(visit, "passkeys", host="localhost", **options)
    session = found.page.context.new_cdp_session(found.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return found, name


def add_app(page: Page) -> tuple[str, list[str]]:
    """Add an authenticator app; return its secret, and the recovery codes."""
    press(page, "Add app", "Nothing changes until")
    highlighted(page, "factors", "a secret")
    secret = page.locator("#secret").inner_text()
    page.get_by_label("First code").fill(code(secret))
    press(page, "Confirm", "Keep the recovery codes")
    return secret, page.locator("#recovery-codes code").inner_text().split()


def add_passkey(page: Page, outcome: str = "Keep the recovery codes") -> None:
    press(page, "Add passkey", outcome)
    expect(page.locator("#latest")).to_contain_text("201 Created")


def log_out(page: Page) -> None:
    press(page, "Log out", "Logged out.")


def send_password_again(page: Page, name: str) -> None:
    log_out(page)
    send_password(page, name)
    says(page, "401. The password is right.")
    highlighted(page, "log-in", "a challenge")
    expect(page.get_by_label("Code or recovery code")).to_be_focused()


def answer(page: Page, proof: str, outcome: str) -> None:
    page.get_by_label("Code or recovery code").fill(proof)
    press(page, "Send", outcome)


def step(page: Page, name: str) -> Locator:
    return page.locator(f"[data-steps={name}]")


def press_passkey(page: Page, name: str, outcome: str) -> None:
    """Press the button of a step that uses a passkey."""
    step(page, name).get_by_role("button", name="Passkey", exact=True).click()
    says(page, outcome)


def has_claim(page: Page, name: str, value: str) -> None:
    """Expect a claim of the access token; `value` can be a part of it."""
    claims = page.locator("#access .claim")
    claim = claims.filter(has=page.locator("dt", has_text=name))
    expect(claim.locator(".value")).to_contain_text(value)


@TRANSPORTS
def test_from_the_secret_of_an_app_to_a_login_with_its_code(
    visit: Open, transport: str
) -> None:
    found, name = opened(visit, token_transport=transport)
    page = found.page
    for button in page.locator("[data-steps=factors] button").all():
        expect(button).to_be_disabled()
    expect(page.get_by_label("Code or recovery code")).to_be_disabled()
    log_in(page, name)
    has_claim(page, "amr", '["pwd"]')

    secret, recovery_codes = add_app(page)
    highlighted(page, "factors", "recovery codes")
    expect(page.locator("#enrolment")).to_be_hidden()
    assert len(recovery_codes) == 10

    send_password_again(page, name)
    expect(page.locator("#latest")).to_contain_text("second_factor_required")
    expect(page.locator("#recovery-codes")).to_be_empty()
    answer(page, "wrong", "401. The second factor is wrong")
    highlighted(page, "second-factor", "401 Unauthorized")
    expect(page.get_by_label("Code or recovery code")).to_be_focused()
    answer(page, code(secret, 30), f"Logged in as {name}.")
    highlighted(page, "second-factor")
    has_claim(page, "amr", '["pwd","otp","mfa"]')
    expect(page.get_by_label("Code or recovery code")).to_be_disabled()
    call(page, "200.")
    refresh(page)


def test_a_recovery_code_logs_in_once(visit: Open) -> None:
    found, name = opened(visit)
    page = found.page
    log_in(page, name)
    _, [recovery_code, *_] = add_app(page)

    send_password_again(page, name)
    answer(page, recovery_code, f"Logged in as {name}.")
    send_password_again(page, name)
    answer(page, recovery_code, "401. The second factor is wrong")


def test_a_challenge_that_is_used_up_needs_the_password_again(visit: Open) -> None:
    found, name = opened(visit)
    page = found.page
    log_in(page, name)
    add_app(page)
    send_password_again(page, name)

    for _ in range(5):
        answer(page, "wrong", "401. The second factor is wrong")
    answer(page, "wrong", "401. Log in again")

    expect(page.get_by_label("Code or recovery code")).to_be_disabled()


def test_a_step_up_takes_a_password_or_the_factor_there_is(visit: Open) -> None:
    found, name = opened(visit)
    page = found.page
    field = page.get_by_label("Code, or password")
    log_in(page, name)

    field.fill("wrong")
    press(page, "Step up", "400.")
    field.fill(PASSWORD)
    press(page, "Step up", "The access token has a new auth_time.")
    highlighted(page, "step-up", "new access token")
    assert PASSWORD not in page.content()
    expect(field).to_be_focused()
    secret, recovery_codes = add_app(page)
    field.fill(PASSWORD)
    press(page, "Step up", "400.")

    page.wait_for_timeout(1_000)  # The time of the claims is in seconds.
    field.fill(code(secret, 30))
    press(page, "Step up", "The access token has a new auth_time.")
    has_claim(page, "amr", '"mfa"')
    expect(page.locator("#access .changed dt", has_text="auth_time")).to_have_count(1)
    field.fill(recovery_codes[0])
    press(page, "Step up", "The access token has a new auth_time.")
    call(page, "200.")
    refresh(page)


@pytest.mark.parametrize(
    ("blacklisting", "outcome"),
    [
        ("sessions", "both tokens are revoked"),
        ("token_blacklist", "The refresh token is revoked"),
        ("none", "The factor is removed."),
    ],
)
def test_factors_are_listed_and_removed(
    visit: Open, blacklisting: str, outcome: str
) -> None:
    found, name = opened(visit, blacklisting=blacklisting)
    page = found.page
    log_in(page, name)
    add_app(page)

    press(page, "List", "One factor.")
    expect(page.locator("#factors li")).to_contain_text("Authenticator app")
    press(page, "Remove", outcome)

    highlighted(page, "factors", "removed")
    expect(page.locator("#factors li")).to_have_count(0)
    expect(page.get_by_role("button", name="List", exact=True)).to_be_focused()
    refused = blacklisting != "none"
    expect(left(page, "refresh")).to_have_text(
        "refused" if refused else "13 d 23 h left"
    )
    log_in(page, name)


@TRANSPORTS
def test_a_passkey_logs_in_alone_and_as_the_second_factor(
    visit: Open, transport: str
) -> None:
    found, name = with_device(visit, token_transport=transport)
    page = found.page
    log_in(page, name)
    add_passkey(page)

    log_out(page)
    press(page, "Log in with a passkey", f"Logged in as {name}.")
    highlighted(page, "log-in")
    has_claim(page, "amr", '["pop","user","mfa"]')
    refresh(page)

    send_password_again(page, name)
    press_passkey(page, "second-factor", f"Logged in as {name}.")
    highlighted(page, "second-factor")
    has_claim(page, "amr", '["pwd","pop","mfa"]')

    press_passkey(page, "step-up", "The access token has a new auth_time.")
    highlighted(page, "step-up")
    call(page, "200.")
    add_app_too = "The recovery codes stay the same"
    press(page, "Add app", "Nothing changes until")
    page.get_by_label("First code").fill(code(page.locator("#secret").inner_text()))
    press(page, "Confirm", add_app_too)
    press(page, "List", "2 factors.")


def test_without_a_passkey_its_button_is_disabled(visit: Open) -> None:
    found, name = with_device(visit)
    page = found.page
    log_in(page, name)
    add_app(page)

    send_password_again(page, name)

    button = step(page, "second-factor").get_by_role("button", name="Passkey")
    expect(button).to_be_disabled()


def test_a_device_that_has_no_passkey_is_named(visit: Open) -> None:
    found, name = with_device(visit)

    press(found.page, "Log in with a passkey", "The device sends no passkey: ")
    expect(found.page.locator("#outcome")).to_have_class("outcome bad")
    log_in(found.page, name)
    add_passkey(found.page)
    # The options name the passkeys that the device has.
    press(found.page, "Add passkey", "The device sends no passkey: ")


def test_at_an_ip_address_a_link_leads_to_where_passkeys_work(visit: Open) -> None:
    found, name = opened(visit, "passkeys")
    page = found.page

    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    link = step(page, "log-in").get_by_role("link")
    here = page.url.replace("127.0.0.1", "localhost")
    expect(link).to_have_attribute("href", here)
    log_in(page, name)
    add_app(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_steps_are_accessible(visit: Open, color_scheme: str, width: int) -> None:
    found, name = with_device(visit, color_scheme=color_scheme, width=width)
    page = found.page

    def is_accessible() -> None:
        assert found.accessibility_errors() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    is_accessible()
    log_in(page, name)
    press(page, "Add app", "Nothing changes until")
    is_accessible()
    page.get_by_label("First code").fill(code(page.locator("#secret").inner_text()))
    press(page, "Confirm", "Keep the recovery codes")
    is_accessible()
    expect(page.locator("#latest .line")).to_be_in_viewport(ratio=1)
    add_passkey(page, "The recovery codes stay the same")
    press(page, "List", "2 factors.")
    is_accessible()
    send_password_again(page, name)
    is_accessible()


def test_at_an_ip_address_the_page_is_accessible(visit: Open) -> None:
    found, _ = opened(visit, "passkeys", color_scheme="dark", width=360)

    assert found.accessibility_errors() == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_steps_work_with_the_keyboard_alone(visit: Open) -> None:
    found, name = with_device(visit)
    page = found.page
    log_in(page, name)
    secret, _ = add_app(page)
    expect(page.get_by_role("button", name="Copy").first).to_be_focused()
    log_out(page)

    send_password(page, name)
    says(page, "401. The password is right.")
    page.keyboard.type(code(secret, 30))
    page.keyboard.press("Enter")
    says(page, f"Logged in as {name}.")
    expect(page.get_by_role("button", name="List")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, "The factor is added.")
    expect(page.get_by_role("button", name="List")).to_be_focused()
