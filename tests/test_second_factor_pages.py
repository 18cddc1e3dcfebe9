"""The second factor in the admin, in Chromium, with a running service."""

import hmac
import os
import re
import time
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Visit, chromium
from tests.conftest import Project, Service
from tests.server import development_server, serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PASSWORD = "correct horse battery staple"
USERS = "/admin/users/user/"

# The steps of a page's script, with the access token of a login.
REGISTER = """async (credentials) => {
    const post = async (path, body, headers = {}) => (await fetch(`/api/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
    })).json();
    const { access } = await post("token/", credentials);
    const headers = { Authorization: `Bearer ${access}` };
    const factors = "users/me/factors/passkeys/";
    const options = await post(`${factors}options/`, {}, headers);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    return (await post(factors, { credential }, headers)).kind;
}"""

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(
    browser: Browser,
    bake: Callable[..., Project],
    service: Service,
    tmp_path: Path,
) -> Iterator[Open]:
    """Open the list of users in a new service, whose only user is ann.

    No test may cause an error or a request to another host.
    """
    with ExitStack() as stack:
        visits: list[Visit] = []

        def visit(*, answer: str = "totp", width: int = 1280, **options: Any) -> Visit:
            project = bake(second_factor=answer, project_slug=f"{answer}-pages")
            environment = {
                **os.environ,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
                "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
                "STAFF_NEED_SECOND_FACTOR": "true",
                "THROTTLE_LOGIN": "",
            }
            user = ["--noinput", "--email=ann@example.com", "--username=ann"]
            service.manage(project, "migrate", **environment)
            service.manage(project, "createsuperuser", *user, **environment)

            def server_for(port: int) -> list[str]:
                environment["WEBAUTHN_ORIGINS"] = f"http://localhost:{port}"
                return development_server(port)

            client = stack.enter_context(
                serve(service.python, project.path, environment, server_for)
            )
            context = browser.new_context(
                base_url=str(client.base_url).replace("127.0.0.1", "localhost"),
                viewport={"width": width, "height": 800},
                **options,
            )
            stack.callback(context.close)
            visits.append(Visit(context.new_page()))
            visits[-1].page.goto(USERS)
            return visits[-1]

        yield visit
        for one in visits:
            assert one.errors == []
            assert one.hosts == {"localhost"}


def give_password(page: Page) -> None:
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def code_of(secret: str, seconds: int = 0) -> str:
    """Return the code that an app shows, or has shown some seconds ago (RFC 6238)."""
    period = int(time.time() - seconds) // 30
    digest = hmac.digest(b32decode(secret), period.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def give_code(page: Page, code: str) -> None:
    field = page.get_by_label("Code of the authenticator app")
    expect(field).to_be_focused()
    field.fill(code)
    page.keyboard.press("Enter")


def users_are_shown(page: Page) -> None:
    expect(page.get_by_role("heading", name="Select user to change")).to_be_visible()
    assert page.url.endswith(USERS)


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
    page.goto(USERS)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_staff_add_an_app_and_log_in_with_it(
    visit: Open, color_scheme: str, width: int
) -> None:
    opened = visit(color_scheme=color_scheme, width=width)
    page = opened.page

    def is_fine() -> None:
        assert opened.accessibility_errors() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    give_password(page)
    expect(page.get_by_role("heading", name="Add an authenticator app")).to_be_visible()
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("node => node.complete && node.naturalWidth") > 100
    is_fine()
    secret = page.locator("code.secret").inner_text()
    give_code(page, "x")
    expect(page.locator("#id_code_error")).to_contain_text("The code is wrong.")
    is_fine()
    # An earlier one, so that the current one can be used below.
    give_code(page, code_of(secret, 30))
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = re.findall(r"[A-Z2-7-]{27}", page.locator("pre").inner_text())
    assert len(codes) == 10
    is_fine()
    page.get_by_role("link", name="I have stored the codes").click()
    users_are_shown(page)

    log_out(page)
    give_password(page)
    give_code(page, "x")
    expect(page.locator("#id_code_error")).to_contain_text("is wrong")
    is_fine()
    give_code(page, code_of(secret))
    users_are_shown(page)

    log_out(page)
    give_password(page)
    page.get_by_text("Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill(codes[0])
    is_fine()
    page.keyboard.press("Enter")
    users_are_shown(page)


def test_a_passkey_is_the_second_step(visit: Open) -> None:
    opened = visit(answer="passkeys")
    page = opened.page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    name = {"username": "ann", "password": PASSWORD}
    assert page.evaluate(REGISTER, name) == "passkey"

    give_password(page)
    button = page.get_by_role("button", name="Use a passkey")
    expect(button).to_be_visible()
    assert opened.accessibility_errors() == []
    button.click()
    users_are_shown(page)

    log_out(page)
    give_password(page)
    challenge = page.locator("input[name=challenge]")
    challenge.evaluate("node => { node.value = 'too old'; }")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("No passkey was used: Log in")
    expect(button).to_be_enabled()
    assert opened.accessibility_errors() == []
