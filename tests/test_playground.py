"""The playground in a real browser, against the real service."""

import json
import os
import shutil
import subprocess
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import Visit, chromium
from tests.conftest import Project, Service
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

# With what means something to a shell and to JSON.
PASSWORD = """correct "horse" battery's \\ $taple"""
# A made-up token whose claims try to be more than text.
FOREIGN = (
    "eyJhbGciOiJub25lIn0."
    "eyJuYW1lIjoiPGltZyBzcmM9eCBvbmVycm9yPWFsZXJ0KDEpPiIsImV4cCI6MX0."
)


def made(payload: str) -> str:
    """Make a token of any payload, even one that no library would make."""
    parts = ('{"alg": "none"}', payload)
    coded = (urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
    return f"{'.'.join(coded)}."


Open = Callable[..., Visit]
TRANSPORTS = ["header", "cookie"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(
    bake: Callable[..., Project],
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., str]]:
    """Serve a project with a user, once per set of answers and variables."""
    with ExitStack() as stack:
        served: dict[str, str] = {}

        def address(
            lifetime: str = "10m",
            *,
            refresh_lifetime: str = "14d",
            is_empty: bool = False,
            **answers: Any,
        ) -> str:
            key = repr((lifetime, refresh_lifetime, is_empty, answers))
            if key not in served:
                # A folder of its own, in which the server's log is.
                project = bake(answers, project_slug=f"playground-{len(served)}")
                database = tmp_path_factory.mktemp("playground") / "db.sqlite3"
                environment = {
                    **os.environ,
                    "ACCESS_TOKEN_LIFETIME": lifetime,
                    "DATABASE_URL": f"sqlite:///{database}",
                    "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "REFRESH_TOKEN_LIFETIME": refresh_lifetime,
                    "THROTTLE_LOGIN": "",
                    "THROTTLE_REFRESH": "",
                }
                ann = ["--email=ann@example.com"]
                if answers.get("login_field") != "email":
                    ann.append("--username=ann")
                commands = [["migrate", "--verbosity=0"]]
                if "signing_algorithm" in answers:
                    commands.insert(0, ["new_signing_key"])
                if not is_empty:
                    commands.append(["createsuperuser", "--noinput", *ann])
                for command in commands:
                    subprocess.run(
                        [str(service.python), "manage.py", *command],
                        cwd=project.path,
                        env=environment,
                        check=True,
                        capture_output=True,
                    )
                client = stack.enter_context(
                    serve(service.python, project.path, environment)
                )
                served[key] = str(client.base_url)
            return served[key]

        yield address


@pytest.fixture
def visit(browser: Browser, address: Callable[..., str]) -> Iterator[Open]:
    """Open the page. Whatever was done with it, it complains of nothing."""
    with ExitStack() as stack:
        visits = []

        def visit(
            *,
            colour_scheme: Any = None,
            width: int = 1280,
            height: int = 800,
            **answers: Any,
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=colour_scheme,
                permissions=["clipboard-read", "clipboard-write"],
            )
            stack.callback(context.close)
            visit = Visit(context.new_page())
            visits.append(visit)
            visit.page.goto(address(**answers))
            return visit

        yield visit
        for one in visits:
            assert one.complaints == []
            assert one.hosts == {"127.0.0.1"}


def log_in(page: Page) -> None:
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    says(page, "Logged in as ann.")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, text: str) -> None:
    expect(page.locator("#outcome")).to_contain_text(text)


def lit(page: Page) -> str | None:
    return page.locator("#diagram [aria-current=step]").get_attribute("data-step")


def came(page: Page, text: str) -> None:
    """The diagram says that this was the answer."""
    answer = page.locator("#diagram [aria-current=step] .answer .words")
    expect(answer).to_have_text(text)


@contextmanager
def once(page: Page, path: str, **answer: Any) -> Iterator[None]:
    """Have something else answer than the service."""
    page.route(path, lambda route: route.fulfill(**answer))
    yield
    page.unroute(path)


def call(page: Page) -> None:
    press(page, "GET /api/users/me/")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_from_logging_in_to_logging_out(visit: Open, transport: str) -> None:
    page = visit(token_transport=transport).page
    expect(page.locator("#call")).to_be_disabled()

    log_in(page)
    assert lit(page) == "log-in"
    expect(page.locator("#access")).to_contain_text("at+jwt")
    expect(page.locator("#access-life .left")).to_contain_text("min")
    assert page.get_by_label("Password").input_value() == ""
    assert PASSWORD not in page.content()

    call(page)
    says(page, "200.")
    assert lit(page) == "call"
    expect(page.locator("#latest")).to_contain_text("ann@example.com")

    press(page, "Refresh")
    says(page, "marked")
    assert lit(page) == "refresh"
    expect(page.locator("#access .changed dt")).to_contain_text(["jti"])

    press(page, "Log out")
    says(page, "Logged out.")
    call(page)
    says(page, "401.")
    expect(page.locator("#latest")).to_contain_text("application/problem+json")


def test_an_access_token_runs_out_before_ones_eyes(visit: Open) -> None:
    page = visit().page
    page.clock.install()
    page.reload()
    log_in(page)
    bar = page.locator("#access-life progress")

    page.clock.fast_forward("05:00")
    assert 0.4 < float(bar.evaluate("bar => bar.value")) < 0.51

    page.clock.fast_forward("05:01")
    assert float(bar.evaluate("bar => bar.value")) == 0
    expect(page.locator("#access-life .left")).to_have_text("expired")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_after_it_has_expired_a_refresh_helps(visit: Open, transport: str) -> None:
    page = visit(lifetime="2s", token_transport=transport).page
    log_in(page)

    expect(page.locator("#access-life .left")).to_have_text("expired")
    call(page)
    says(page, "401. The access token has expired.")
    assert lit(page) == "expired"

    press(page, "Refresh")
    says(page, "marked")
    call(page)
    says(page, "200. The access token")


def test_a_spent_token_is_forgiven_once_and_then_ends_the_session(visit: Open) -> None:
    page = visit().page
    log_in(page)
    press(page, "Refresh")
    says(page, "Both tokens are new")

    press(page, "Last one")
    says(page, "Forgiven")
    assert lit(page) == "replay"
    expect(page.locator("#diagram [data-step=replay]")).to_have_attribute(
        "data-state", "answered"
    )

    press(page, "Refresh")
    says(page, "Both tokens are new")
    press(page, "Older one")
    says(page, "the session has ended for everybody")
    came(page, "the session ends")
    for life in ("#access-life", "#refresh-life"):
        expect(page.locator(f"{life} .left")).to_have_text("refused")
    call(page)
    says(page, "401.")
    press(page, "Refresh")
    says(page, "401. The refresh token is not believed.")
    press(page, "Older one")
    says(page, "Refused: the session has ended already.")


def test_a_successor_is_the_same_whatever_signs_it(visit: Open) -> None:
    """ECDSA makes another signature each time, and another text."""
    page = visit(signing_algorithm="ES256").page
    log_in(page)
    press(page, "Refresh")
    says(page, "Both tokens are new")

    press(page, "Last one")

    says(page, "Forgiven")
    came(page, "the same successor")


def test_a_spent_token_that_has_expired_is_no_reuse(visit: Open) -> None:
    page = visit(lifetime="1s", refresh_lifetime="6s").page
    log_in(page)
    page.wait_for_timeout(3_000)
    press(page, "Refresh")
    says(page, "Both tokens are new")
    page.wait_for_timeout(3_300)

    press(page, "Last one")
    says(page, "Refused: it has expired.")
    came(page, "401, expired")
    expect(page.locator("#refresh-life .left")).to_contain_text("left")
    press(page, "Refresh")
    says(page, "Both tokens are new")


def test_after_logging_out_no_spent_token_is_kept(visit: Open) -> None:
    page = visit().page
    log_in(page)
    press(page, "Refresh")
    says(page, "Both tokens are new")

    press(page, "Log out")
    says(page, "Logged out.")

    for button in page.locator("[data-replay]").all():
        expect(button).to_be_disabled()


@pytest.mark.parametrize(
    ("blacklisting", "outcome"),
    [("token_blacklist", "Refused: it was spent."), ("none", "It still works")],
)
def test_what_becomes_of_a_spent_token_elsewhere(
    visit: Open, blacklisting: str, outcome: str
) -> None:
    page = visit(blacklisting=blacklisting).page
    log_in(page)
    press(page, "Refresh")
    says(page, "Both tokens are new")

    press(page, "Last one")
    says(page, outcome)
    call(page)
    says(page, "200.")


def test_impatient_clicks_are_steps_one_after_the_other(visit: Open) -> None:
    page = visit().page
    log_in(page)

    page.evaluate("() => [1, 2].forEach(() => document.all.refresh.click())")

    generation = page.locator("#refresh-token .claim", has_text="in this session")
    expect(generation.locator("ins")).to_have_text("2")


def test_without_rotation_nothing_is_spent(visit: Open) -> None:
    page = visit(rotate_refresh_tokens=False).page
    log_in(page)

    press(page, "Refresh")
    says(page, "The access token is new")
    expect(page.locator("[data-replay], [data-step=replay]")).to_have_count(0)


def test_sessions_are_seen_and_ended(visit: Open) -> None:
    page = visit(project_name="Sessions").page
    log_in(page)
    log_in(page)
    expect(page.locator("#exchanges > li")).to_have_count(1)

    press(page, "GET /api/sessions/")
    says(page, "2 sessions.")
    press(page, "End")
    says(page, "It has ended, and its tokens are refused")
    expect(page.locator("#latest .line")).to_contain_text("DELETE /api/sessions/")
    expect(page.locator("#sessions li")).to_have_count(1)
    expect(page.locator("#sessions")).to_be_focused()

    press(page, "End this one")
    says(page, "This session has ended")
    came(page, "its tokens die")
    expect(page.locator("#sessions li")).to_have_count(0)
    call(page)
    says(page, "401.")


def test_no_list_of_sessions_outlives_its_login(visit: Open) -> None:
    page = visit().page

    def look() -> None:
        press(page, "GET /api/sessions/")
        expect(page.locator("#sessions li").first).to_be_visible()

    log_in(page)
    look()
    log_in(page)
    expect(page.locator("#sessions li")).to_have_count(0)
    look()
    press(page, "Log out")
    says(page, "Logged out.")
    expect(page.locator("#sessions li")).to_have_count(0)


def test_a_token_that_is_taken_again_is_refused_no_longer(visit: Open) -> None:
    page = visit().page
    log_in(page)
    with once(page, "**/users/me/", status=401, json={"detail": "No."}):
        call(page)
        expect(page.locator("#access-life .left")).to_have_text("refused")

    call(page)
    says(page, "200.")
    expect(page.locator("#access-life .left")).to_contain_text("left")


def test_a_cookie_is_out_of_reach_and_outlives_the_page(visit: Open) -> None:
    page = visit(token_transport="cookie").page
    log_in(page)

    expect(page.locator("#refresh-token")).to_contain_text("HttpOnly")
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    expect(page.locator("#call")).to_be_disabled()
    says(page, "If the browser has a refresh cookie, Refresh brings one.")
    expect(page.locator("header")).to_contain_text("is in a cookie, and stays")
    expect(page.locator("#refresh-life .left")).to_have_text("unknown")
    press(page, "Refresh")
    says(page, "A new refresh token came in the cookie, unseen.")

    page.reload()
    press(page, "Log out")
    says(page, "Logged out")
    press(page, "Refresh")
    says(page, "401. The browser has no refresh cookie")


def test_a_cookie_is_not_forgotten_by_a_page(visit: Open) -> None:
    page = visit(token_transport="cookie", blacklisting="none").page
    log_in(page)

    press(page, "Forget them")
    says(page, "The cookie is still there")
    expect(page.locator("#access-life .left")).to_have_text("none yet")
    press(page, "Refresh")
    says(page, "200.")


def test_tokens_in_memory_are_gone_with_the_page(visit: Open) -> None:
    page = visit().page
    log_in(page)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    page.reload()

    expect(page.locator("#access-life .left")).to_have_text("none yet")
    expect(page.locator("#refresh")).to_be_disabled()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_commands_do_the_same(visit: Open, transport: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl")
    page = visit(token_transport=transport).page
    log_in(page)
    call(page)
    press(page, "Refresh")
    expect(page.locator("#exchanges > li")).to_have_count(2)
    for details in page.locator("#wire ~ div details").all():
        details.evaluate("node => { node.open = true; }")

    # The oldest first, as somebody would try them.
    for exchange, expected in (
        (page.locator("#exchanges > li").nth(1), '"access"'),
        (page.locator("#exchanges > li").nth(0), "ann@example.com"),
        (page.locator("#latest"), '"access"'),
    ):
        exchange.get_by_role("button", name="Copy").click()
        expect(exchange.get_by_role("button", name="Copied")).to_be_visible()
        command = page.evaluate("navigator.clipboard.readText()")
        result = subprocess.run(
            ["bash", "-c", command],
            input=f"{PASSWORD}\n",
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            start_new_session=True,  # without a terminal to ask at
        )
        assert expected in result.stdout


def test_any_token_is_read_and_sent_nowhere(visit: Open) -> None:
    opened = visit()
    page = opened.page

    page.get_by_label("Paste a JWT").fill(FOREIGN)

    expect(page.locator("#read")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#reading")).to_contain_text("It ended")
    for broken in ("a.b", "a.b.c", f"{FOREIGN}.x", "bnVsbA.bnVsbA."):
        page.get_by_label("Paste a JWT").fill(broken)
        expect(page.locator("#read")).to_be_hidden()
        expect(page.locator("#reading")).not_to_be_empty()
    assert not any(path.startswith("/api") for path in opened.requests)


@pytest.mark.parametrize(
    ("payload", "ending"),
    [
        ('{"exp": 1e400}', "When it ends cannot be told"),
        ('{"exp": null}', "When it ends cannot be told"),
        ('{"exp": "soon"}', "When it ends cannot be told"),
        ("{}", "It does not say when it ends."),
    ],
)
def test_an_end_that_is_no_moment_is_said_to_be_none(
    visit: Open, payload: str, ending: str
) -> None:
    page = visit().page

    page.get_by_label("Paste a JWT").fill(made(payload))

    expect(page.locator("#reading")).to_contain_text(ending)
    expect(page.locator("#read")).not_to_contain_text("1970")


def test_what_is_around_a_token_does_not_matter(visit: Open) -> None:
    page = visit().page
    token = made('{"id": 12345678901234567890, "name": "a\u202eb"}')

    for text in (
        f"Bearer {token}",
        f'"{token}",',
        f"Authorization: Bearer {token}",
        f"{token[:20]}\n  {token[20:]}",
    ):
        page.get_by_label("Paste a JWT").fill(text)
        expect(page.locator("#read")).to_contain_text("12345678901234567890")
        expect(page.locator("#read bdi", has_text="a\\u202eb")).to_be_visible()


def test_a_long_claim_scrolls(visit: Open) -> None:
    page = visit().page
    groups = [f"a group with the number {number}" for number in range(40)]

    page.get_by_label("Paste a JWT").fill(made(json.dumps({"groups": groups})))

    claim = page.locator("#read .value[tabindex]")
    assert claim.evaluate("node => node.clientHeight < node.scrollHeight")
    assert claim.evaluate("node => node.clientHeight") < 120
    claim.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(500)  # scrolling is smooth
    assert claim.evaluate("node => node.scrollTop") > 0


def test_a_claim_that_has_gone_is_shown(visit: Open) -> None:
    page = visit().page

    page.evaluate(
        """async ([before, after]) => {
            const { tokenView } = await import("/static/playground/token_view.js");
            document.querySelector("#access .decoded").append(...tokenView(after, before));
        }""",
        [made('{"groups": ["staff"], "n": 1}'), made('{"n": 2}')],
    )

    changed = page.locator("#access .changed")
    expect(changed).to_contain_text(["was 1 now 2", 'was ["staff"] now gone'])


def test_whoever_has_no_user_is_told_how_to_make_one(visit: Open) -> None:
    page = visit(is_empty=True).page

    expect(page.get_by_text("createsuperuser")).to_be_visible()


def test_people_log_in_with_what_the_service_asks_for(visit: Open) -> None:
    page = visit(login_field="email", api_prefix="api/v1").page
    page.get_by_label("E-mail address").fill("ann@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    says(page, "Logged in as ann@example.com.")

    press(page, "GET /api/v1/users/me/")
    says(page, "200.")


def test_a_wrong_password_is_said_and_the_field_is_there_again(visit: Open) -> None:
    page = visit().page
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    press(page, "Log in")

    says(page, "401.")
    came(page, "401 Unauthorized")
    expect(page.get_by_label("Password")).to_be_focused()


def test_the_answer_lights_up_when_it_is_there(visit: Open) -> None:
    page = visit().page
    log_in(page)

    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/users/me/", hold)
    step = page.locator("#diagram [data-step=call]")

    call(page)
    expect(step).to_have_attribute("data-state", "asked")
    expect(page.locator("main")).to_have_attribute("aria-busy", "true")
    says(page, "The answer is not there yet.")
    held[0].continue_()
    expect(step).to_have_attribute("data-state", "answered")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    says(page, "200.")


def test_another_answer_than_the_diagram_says_is_told(visit: Open) -> None:
    page = visit().page
    log_in(page)
    press(page, "Log out")
    says(page, "Logged out.")

    call(page)
    came(page, "401 Unauthorized")
    press(page, "Refresh")
    came(page, "401 Unauthorized")
    expect(page.locator("#diagram [data-step=refresh]")).to_have_attribute(
        "data-state", "refused"
    )


def test_a_page_in_place_of_json_is_no_answer(visit: Open) -> None:
    page = visit().page
    log_in(page)
    with once(page, "**/token/refresh/", body="<h1>Hello</h1>"):
        press(page, "Refresh")
        says(page, "The answer is not what this page understands.")
        came(page, "200, no JSON")

    press(page, "Refresh")
    says(page, "Both tokens are new")


def test_a_clock_that_is_ahead_deceives_nobody(visit: Open) -> None:
    page = visit().page
    page.clock.install(time=time.time() + 3600)
    page.reload()
    log_in(page)

    expect(page.locator("#access-life .left")).to_contain_text("min")
    call(page)
    says(page, "200.")
    assert lit(page) == "call"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_nobody_is_kept_out(
    visit: Open, transport: str, colour_scheme: str, width: int
) -> None:
    opened = visit(token_transport=transport, colour_scheme=colour_scheme, width=width)
    page = opened.page
    assert opened.barriers() == []

    log_in(page)
    press(page, "Refresh")
    says(page, "marked")
    press(page, "GET /api/sessions/")
    expect(page.locator("#sessions li").first).to_be_visible()
    press(page, "Log out")
    says(page, "Logged out.")
    page.get_by_label("Paste a JWT").fill(FOREIGN)

    assert opened.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (360, 740)])
def test_a_step_and_what_it_does_are_seen_together(
    visit: Open, width: int, height: int
) -> None:
    page = visit(width=width, height=height).page
    log_in(page)

    for name in ("GET /api/users/me/", "Refresh", "GET /api/sessions/"):
        press(page, name)
        expect(page.locator("#latest")).to_contain_text("200 OK")
        for seen in (
            page.get_by_role("button", name=name, exact=True),
            page.locator("#diagram [aria-current]"),
            page.locator("#outcome"),
            page.locator("#access-life"),
            page.locator("#refresh-life"),
            page.locator("#latest .line"),
        ):
            expect(seen).to_be_in_viewport(ratio=1)
        button = page.get_by_role("button", name=name, exact=True).bounding_box()
        stage = page.locator("#stage").bounding_box()
        assert button and stage
        assert button["y"] >= stage["y"] + stage["height"]
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * height


def test_all_steps_and_the_whole_answer_are_seen_at_once(visit: Open) -> None:
    page = visit(height=900, project_name="Seen").page
    expect(page.locator("#log-out")).to_be_in_viewport(ratio=1)
    fits = "node => node.scrollHeight <= node.clientHeight"

    log_in(page)
    expect(page.locator("#latest .pair pre").last).to_contain_text('"last_name"')
    for box in page.locator("#latest .pair pre").all():
        assert box.evaluate(fits)

    press(page, "GET /api/sessions/")
    says(page, "One session")
    assert page.locator(".take").evaluate(fits)


def test_the_documentation_and_the_admin_are_one_click_away(visit: Open) -> None:
    opened = visit()
    links = opened.page.get_by_role("navigation").get_by_role("link")

    assert [link.get_attribute("href") for link in links.all()] == [
        "/api/docs/",
        "/admin/",
    ]
    assert not [url for url in opened.requests if url.endswith("favicon.ico")]


@pytest.mark.parametrize("width", [1280, 360])
def test_what_has_the_focus_is_seen(visit: Open, width: int) -> None:
    page = visit(width=width).page
    log_in(page)
    press(page, "GET /api/sessions/")
    expect(page.locator("#sessions li")).not_to_have_count(0)
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


def test_the_keyboard_is_enough(visit: Open) -> None:
    page = visit().page

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the steps")).to_be_focused()
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


def test_nothing_moves_for_whoever_wants_that(visit: Open) -> None:
    page = visit().page
    page.emulate_media(reduced_motion="reduce")
    log_in(page)

    assert page.evaluate("document.getAnimations().length") == 0
