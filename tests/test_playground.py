"""The playground in Chromium, with a running service."""

import json
import shutil
import subprocess
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests import playground
from tests.playground import (
    PASSWORD,
    TRANSPORTS,
    Open,
    call,
    highlighted,
    left,
    log_in,
    logged_in,
    press,
    refresh,
    says,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

address, browser, visit = playground.address, playground.browser, playground.visit


def made(payload: str) -> str:
    """Return an unsigned token with any payload."""
    parts = ('{"alg": "none"}', payload)
    encoded = (urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{'.'.join(encoded)}."


HOSTILE = made('{"name": "<img src=x onerror=alert(1)>", "exp": 1}')


@TRANSPORTS
def test_from_login_to_logout(visit: Open, transport: str) -> None:
    page = visit(token_transport=transport).page
    expect(page.locator("#call")).to_be_disabled()

    log_in(page)
    highlighted(page, "log-in")
    expect(page.locator("#access")).to_contain_text("at+jwt")
    expect(left(page, "access")).to_contain_text("min")
    assert page.get_by_label("Password").input_value() == ""
    assert PASSWORD not in page.content()
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    call(page, "200.")
    highlighted(page, "call", "the data")
    expect(page.locator("#latest")).to_contain_text("ann@example.com")
    refresh(page)
    highlighted(page, "refresh")
    expect(page.locator("#access .changed dt")).to_contain_text(["jti"])

    press(page, "Log out", "Logged out.")
    call(page, "401.")
    highlighted(page, "call", "401 Unauthorized")
    expect(page.locator("#latest")).to_contain_text("application/problem+json")
    press(page, "Refresh", "401.")
    highlighted(page, "refresh", "401 Unauthorized")
    expect(page.locator("#diagram [data-state=refused]")).to_have_count(2)


def test_the_remaining_time_decreases(visit: Open) -> None:
    page = visit().page
    page.clock.install()
    page.reload()
    log_in(page)
    value = "bar => bar.value"
    bar = page.locator("#access-lifetime progress")

    page.clock.fast_forward("05:00")
    assert 0.4 < float(bar.evaluate(value)) < 0.51

    page.clock.fast_forward("05:01")
    assert float(bar.evaluate(value)) == 0
    expect(left(page, "access")).to_have_text("expired")


def test_a_browser_clock_that_is_ahead_is_corrected(visit: Open) -> None:
    page = visit().page
    page.clock.install(time=time.time() + 3600)
    page.reload()
    log_in(page)

    expect(left(page, "access")).to_contain_text("min")
    call(page, "200.")
    highlighted(page, "call")


@TRANSPORTS
def test_an_expired_access_token_is_refreshed(visit: Open, transport: str) -> None:
    page = logged_in(visit, lifetime="2s", token_transport=transport)

    expect(left(page, "access")).to_have_text("expired")
    call(page, "401. The access token has expired.")
    highlighted(page, "expired")
    refresh(page)
    call(page, "200. The access token")


def test_a_refused_token_can_be_accepted_again(visit: Open) -> None:
    page = logged_in(visit)
    page.route("**/users/me/", lambda route: route.fulfill(status=401, json={}))
    call(page, "401.")
    expect(left(page, "access")).to_have_text("refused")

    page.unroute("**/users/me/")
    call(page, "200.")
    expect(left(page, "access")).to_contain_text("left")


@pytest.mark.parametrize("answers", [{}, {"signing_algorithm": "ES256"}], ids=repr)
def test_the_last_used_token_gets_the_same_successor(
    visit: Open, answers: dict[str, Any]
) -> None:
    """ECDSA makes a new signature each time, and another text."""
    page = logged_in(visit, **answers)
    refresh(page)

    press(page, "Last one", "Accepted")
    highlighted(page, "replay", "the same successor")
    expect(page.locator("#diagram [data-step=replay]")).to_have_attribute(
        "data-state", "answered"
    )
    refresh(page)


def test_an_older_token_ends_the_session(visit: Open) -> None:
    page = logged_in(visit)
    # The clicks are queued.
    page.evaluate("() => [1, 2].forEach(() => document.all.refresh.click())")
    generation = page.locator("#refresh-token .claim", has_text="in this session")
    expect(generation.locator("ins")).to_have_text("2")

    press(page, "Older one", "the session has ended")
    highlighted(page, "replay", "the session ends")
    for token in ("access", "refresh"):
        expect(left(page, token)).to_have_text("refused")
    call(page, "401.")
    press(page, "Refresh", "401. The refresh token is not valid.")
    press(page, "Older one", "Refused: the session has already ended.")

    log_in(page)
    for button in page.locator("[data-replay]").all():
        expect(button).to_be_disabled()


def test_a_used_token_that_has_expired_ends_nothing(visit: Open) -> None:
    page = logged_in(visit, lifetime="1s", refresh_lifetime="6s")
    page.wait_for_timeout(3_000)
    refresh(page)
    page.wait_for_timeout(3_300)

    press(page, "Last one", "Refused: it has expired.")
    highlighted(page, "replay", "401, expired")
    expect(left(page, "refresh")).to_contain_text("left")
    refresh(page)


@pytest.mark.parametrize(
    ("blacklisting", "outcome"),
    [("token_blacklist", "already used"), ("none", "It is still valid")],
)
def test_a_used_token_without_sessions(
    visit: Open, blacklisting: str, outcome: str
) -> None:
    page = logged_in(visit, blacklisting=blacklisting)
    refresh(page)

    press(page, "Last one", outcome)
    call(page, "200.")


def test_without_rotation_there_is_no_used_token(visit: Open) -> None:
    page = logged_in(visit, rotate_refresh_tokens=False)

    press(page, "Refresh", "The access token is new")
    expect(page.locator("[data-replay], [data-step=replay]")).to_have_count(0)


def test_sessions_are_listed_and_ended(visit: Open) -> None:
    page = visit(project_name="Sessions").page
    sessions = page.locator("#sessions li")
    log_in(page)
    press(page, "GET /api/sessions/", "One session: this one.")
    # A new login has another list.
    log_in(page)
    expect(sessions).to_have_count(0)

    press(page, "GET /api/sessions/", "2 sessions.")
    press(page, "End", "The session has ended, and its tokens are refused")
    expect(page.locator("#latest .line")).to_contain_text("DELETE /api/sessions/")
    expect(sessions).to_have_count(1)
    expect(page.locator("#sessions")).to_be_focused()

    press(page, "End this one", "This session has ended")
    highlighted(page, "sessions", "tokens revoked")
    expect(sessions).to_have_count(0)
    call(page, "401.")


def test_the_cookie_stays_when_the_page_is_reloaded(visit: Open) -> None:
    page = logged_in(visit, token_transport="cookie")
    expect(page.locator("#refresh-token")).to_contain_text("HttpOnly")

    page.reload()
    expect(page.locator("#call")).to_be_disabled()
    says(page, "If the browser has a refresh cookie, Refresh gets one.")
    expect(left(page, "refresh")).to_have_text("unknown")
    press(page, "Refresh", "The cookie has a new refresh token.")

    page.reload()
    press(page, "Log out", "Logged out")
    press(page, "Refresh", "401. The browser has no refresh cookie")


def test_tokens_in_memory_are_gone_when_the_page_is_reloaded(visit: Open) -> None:
    page = logged_in(visit)

    page.reload()

    expect(left(page, "access")).to_have_text("none yet")
    expect(page.locator("#refresh")).to_be_disabled()


def test_the_page_cannot_remove_the_cookie(visit: Open) -> None:
    page = logged_in(visit, token_transport="cookie", blacklisting="none")

    press(page, "Forget them", "The cookie is still there")
    expect(left(page, "access")).to_have_text("none yet")
    refresh(page)


@TRANSPORTS
def test_the_commands_send_the_same_requests(
    visit: Open, transport: str, tmp_path: Path
) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl")
    page = logged_in(visit, token_transport=transport)
    call(page, "200.")
    refresh(page)
    for details in page.locator("#wire ~ div details").all():
        details.evaluate("node => { node.open = true; }")

    for exchange, expected in (
        (page.locator("#exchanges > li").nth(1), '"access"'),
        (page.locator("#exchanges > li").nth(0), "ann@example.com"),
        (page.locator("#latest"), '"access"'),
    ):
        exchange.get_by_role("button", name="Copy").click()
        expect(exchange.get_by_role("button", name="Copied")).to_be_visible()
        command = page.evaluate("navigator.clipboard.readText()")
        output = subprocess.check_output(
            ["bash", "-c", command],
            input=f"{PASSWORD}\n",
            cwd=tmp_path,
            text=True,
            start_new_session=True,  # without a terminal
        )
        assert expected in output


def test_a_pasted_token_is_decoded_and_not_sent(visit: Open) -> None:
    opened = visit()
    page = opened.page
    field, shown = page.get_by_label("Paste a JWT"), page.locator("#read")

    field.fill(HOSTILE)
    expect(shown).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#reading")).to_contain_text("Expired")
    for broken in ("a.b", "a.b.c", f"{HOSTILE}.x", "bnVsbA.bnVsbA."):
        field.fill(broken)
        expect(shown).to_be_hidden()
        expect(page.locator("#reading")).not_to_be_empty()

    for payload in ('{"exp": 1e400}', '{"exp": null}', '{"exp": "soon"}'):
        field.fill(made(payload))
        expect(page.locator("#reading")).to_have_text("Its exp is not a time.")
    field.fill(made("{}"))
    expect(page.locator("#reading")).to_have_text("It has no expiry.")

    token = made('{"id": 12345678901234567890, "name": "a\u202eb"}')
    for text in (
        f"Bearer {token}",
        f'"{token}",',
        f"Authorization: Bearer {token}",
        f"{token[:20]}\n  {token[20:]}",
    ):
        field.fill(text)
        expect(shown).to_contain_text("12345678901234567890")
        expect(shown.locator("bdi", has_text="a\\u202eb")).to_be_visible()
    assert not any(path.startswith("/api") for path in opened.requests)


def test_a_long_claim_scrolls(visit: Open) -> None:
    page = visit().page
    groups = [f"a group with the number {number}" for number in range(40)]

    page.get_by_label("Paste a JWT").fill(made(json.dumps({"groups": groups})))

    claim = page.locator("#read .value[tabindex]")
    assert claim.evaluate("node => node.clientHeight < node.scrollHeight")
    assert claim.evaluate("node => node.clientHeight") < 120
    claim.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(500)  # Chromium scrolls smoothly.
    assert claim.evaluate("node => node.scrollTop") > 0


def test_changed_and_removed_claims_are_marked(visit: Open) -> None:
    page = visit().page

    page.evaluate(
        """async ([before, after]) => {
            const { tokenView } = await import("/static/playground/token_view.js");
            document.querySelector("#access .decoded").append(...tokenView(after, before));
        }""",
        [made('{"groups": ["staff"], "n": 1}'), made('{"n": 2}')],
    )

    changed = page.locator("#access .changed")
    expect(changed).to_contain_text(["was 1 now 2", 'was ["staff"] now removed'])


def test_users_log_in_with_the_login_field(visit: Open) -> None:
    page = visit(login_field="email", api_prefix="api/v1").page
    page.get_by_label("E-mail address").fill("ann@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in", "Logged in as ann@example.com.")
    press(page, "GET /api/v1/users/me/", "200.")


def test_a_wrong_password_is_refused_and_the_field_has_the_focus(visit: Open) -> None:
    page = visit().page
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill("wrong")

    press(page, "Log in", "401.")
    highlighted(page, "log-in", "401 Unauthorized")
    expect(page.get_by_label("Password")).to_be_focused()


def test_a_late_response_is_announced(visit: Open) -> None:
    page = logged_in(visit)
    held: list[Route] = []
    page.route("**/users/me/", lambda route: held.append(route))
    step = page.locator("#diagram [data-step=call]")

    call(page, "There is no response yet.")
    expect(step).to_have_attribute("data-state", "sent")
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    says(page, "200.")
    expect(step).to_have_attribute("data-state", "answered")
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_html_instead_of_json_is_an_error(visit: Open) -> None:
    page = logged_in(visit)
    page.route("**/token/refresh/", lambda route: route.fulfill(body="<h1>Hi</h1>"))
    press(page, "Refresh", "The response has an unexpected format.")
    highlighted(page, "refresh", "200, no JSON")

    page.unroute("**/token/refresh/")
    refresh(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@TRANSPORTS
def test_the_page_is_accessible(
    visit: Open, transport: str, color_scheme: str, width: int
) -> None:
    opened = visit(token_transport=transport, color_scheme=color_scheme, width=width)
    page = opened.page
    assert opened.accessibility_errors() == []

    log_in(page)
    refresh(page)
    press(page, "GET /api/sessions/", "session")
    press(page, "Log out", "Logged out.")
    page.get_by_label("Paste a JWT").fill(HOSTILE)

    assert opened.accessibility_errors() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (360, 740)])
def test_a_step_and_its_outcome_are_visible_together(
    visit: Open, width: int, height: int
) -> None:
    page = logged_in(visit, width=width, height=height)

    for name in ("GET /api/users/me/", "Refresh", "GET /api/sessions/"):
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        expect(page.locator("#latest")).to_contain_text("200 OK")
        for selector in (
            "#diagram [aria-current]",
            "#outcome",
            "#access-lifetime",
            "#refresh-lifetime",
            "#latest .line",
        ):
            expect(page.locator(selector)).to_be_in_viewport(ratio=1)
        expect(button).to_be_in_viewport(ratio=1)
        place, stage = button.bounding_box(), page.locator("#stage").bounding_box()
        assert place and stage
        assert place["y"] >= stage["y"] + stage["height"]
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * height


def test_all_steps_and_a_whole_response_fit_in_a_window(visit: Open) -> None:
    page = visit(height=900, project_name="Sessions").page
    expect(page.locator("#log-out")).to_be_in_viewport(ratio=1)
    fits = "node => node.scrollHeight <= node.clientHeight"

    log_in(page)
    expect(page.locator("#latest .pair pre").last).to_contain_text('"last_name"')
    for box in page.locator("#latest .pair pre").all():
        assert box.evaluate(fits)


def test_the_page_links_to_the_documentation_and_the_admin(visit: Open) -> None:
    opened = visit()
    links = opened.page.get_by_role("navigation").get_by_role("link")

    found = [link.get_attribute("href") for link in links.all()]
    assert found == ["/api/docs/", "/admin/"]
    assert not [url for url in opened.requests if url.endswith("favicon.ico")]


@pytest.mark.parametrize("width", [1280, 360])
def test_the_focused_element_is_visible(visit: Open, width: int) -> None:
    page = logged_in(visit, width=width)
    press(page, "GET /api/sessions/", "session")
    hidden = """() => {
        const [focus, stage] = [document.activeElement, document.querySelector("#stage")];
        const { left, top } = focus.getBoundingClientRect();
        const seen = document.elementFromPoint(left + 4, top + 4);
        return stage.contains(seen) && !stage.contains(focus) ? focus.outerHTML : null;
    }"""

    for key in ("Tab", "Shift+Tab"):
        for _ in range(25):
            page.keyboard.press(key)
            assert page.evaluate(hidden) is None

    page.locator("#sessions button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sessions")).to_be_focused()
    outline = page.locator("#sessions").evaluate(
        "node => getComputedStyle(node).outlineStyle"
    )
    assert outline == "solid"


def test_the_page_works_with_the_keyboard_alone(visit: Open) -> None:
    page = visit().page

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the steps")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    says(page, "Logged in as ann.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#call")).to_be_focused()
    page.keyboard.press("Enter")
    says(page, "200.")


def test_reduced_motion_stops_animations(visit: Open) -> None:
    page = visit().page
    page.emulate_media(reduced_motion="reduce")
    log_in(page)

    assert page.evaluate("document.getAnimations().length") == 0
