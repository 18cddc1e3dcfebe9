"""The playground in a real browser, against the real service."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Visit, chromium
from tests.conftest import Project, Service
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PASSWORD = "correct horse battery staple"
# A made-up token whose claims try to be more than text.
FOREIGN = (
    "eyJhbGciOiJub25lIn0."
    "eyJuYW1lIjoiPGltZyBzcmM9eCBvbmVycm9yPWFsZXJ0KDEpPiIsImV4cCI6MX0."
)

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
            lifetime: str = "10m", *, is_empty: bool = False, **answers: Any
        ) -> str:
            key = repr((lifetime, is_empty, answers))
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
                    "THROTTLE_LOGIN": "",
                    "THROTTLE_REFRESH": "",
                }
                ann = ["--email=ann@example.com"]
                if answers.get("login_field") != "email":
                    ann.append("--username=ann")
                commands = [["migrate", "--verbosity=0"]]
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
            *, colour_scheme: Any = None, width: int = 1280, **answers: Any
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
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
    return page.locator('#diagram [data-state="now"]').get_attribute("data-step")


def call(page: Page) -> None:
    press(page, "GET /api/users/me/")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_from_logging_in_to_logging_out(visit: Open, transport: str) -> None:
    page = visit(token_transport=transport).page
    expect(page.locator("#call")).to_be_disabled()

    log_in(page)
    assert lit(page) == "log-in"
    expect(page.locator("#access")).to_contain_text("at+jwt")
    expect(page.locator("#access .left")).to_contain_text("min")
    assert page.get_by_label("Password").input_value() == ""
    assert PASSWORD not in page.content()

    call(page)
    says(page, "200.")
    assert lit(page) == "call"
    expect(page.locator("#exchanges details[open]")).to_contain_text("ann@example.com")

    press(page, "Refresh")
    says(page, "Both tokens are new")
    assert lit(page) == "refresh"
    expect(page.locator("#access .changed dt")).to_contain_text(["jti"])

    press(page, "Log out")
    says(page, "Logged out.")
    call(page)
    says(page, "401.")
    expect(page.locator("#exchanges details[open]")).to_contain_text(
        "application/problem+json"
    )


def test_an_access_token_runs_out_before_ones_eyes(visit: Open) -> None:
    page = visit().page
    page.clock.install()
    page.reload()
    log_in(page)
    bar = page.locator("#access progress")

    page.clock.fast_forward("05:00")
    assert 0.4 < float(bar.evaluate("bar => bar.value")) < 0.51

    page.clock.fast_forward("05:01")
    assert float(bar.evaluate("bar => bar.value")) == 0
    expect(page.locator("#access .left")).to_have_text("expired")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_after_it_has_expired_a_refresh_helps(visit: Open, transport: str) -> None:
    page = visit(lifetime="2s", token_transport=transport).page
    log_in(page)

    expect(page.locator("#access .left")).to_have_text("expired")
    call(page)
    says(page, "401. The access token has expired.")
    assert lit(page) == "expired"

    press(page, "Refresh")
    says(page, "Both tokens are new")
    call(page)
    says(page, "200.")


def test_a_spent_token_is_forgiven_once_and_then_ends_the_session(visit: Open) -> None:
    page = visit().page
    log_in(page)
    press(page, "Refresh")
    says(page, "Both tokens are new")

    press(page, "Send the last one again")
    says(page, "Forgiven")
    assert lit(page) == "replay"

    press(page, "Refresh")
    says(page, "Both tokens are new")
    press(page, "Send an older one again")
    says(page, "the session has ended for everybody")
    for card in ("#access", "#refresh-token"):
        expect(page.locator(f"{card} .left")).to_have_text("refused")
    call(page)
    says(page, "401.")
    press(page, "Refresh")
    says(page, "401. The refresh token is not believed.")


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

    press(page, "Send the last one again")
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
    expect(page.locator("#exchanges > li")).to_have_count(2)

    press(page, "GET /api/sessions/")
    says(page, "2 sessions.")
    press(page, "End")
    says(page, "It has ended.")
    expect(page.locator("#sessions li")).to_have_count(1)
    expect(page.locator("#sessions")).to_be_focused()

    press(page, "End this one")
    says(page, "This session has ended")
    call(page)
    says(page, "401.")


def test_a_cookie_is_out_of_reach_and_outlives_the_page(visit: Open) -> None:
    page = visit(token_transport="cookie").page
    log_in(page)

    expect(page.locator("#refresh-token")).to_contain_text("HttpOnly")
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    expect(page.locator("#call")).to_be_disabled()
    press(page, "Refresh")
    says(page, "Both tokens are new")


def test_tokens_in_memory_are_gone_with_the_page(visit: Open) -> None:
    page = visit().page
    log_in(page)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    page.reload()

    expect(page.locator("#access .left")).to_have_text("none")
    expect(page.locator("#refresh")).to_be_disabled()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_commands_do_the_same(visit: Open, transport: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("there is no curl")
    page = visit(token_transport=transport).page
    log_in(page)
    call(page)
    press(page, "Refresh")
    expect(page.locator("#exchanges > li")).to_have_count(3)

    # The oldest first, as somebody would try them.
    for place, expected in ((2, '"access"'), (1, "ann@example.com"), (0, '"access"')):
        exchange = page.locator("#exchanges details").nth(place)
        exchange.evaluate("node => { node.open = true; }")
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
    expect(page.get_by_label("Password")).to_be_focused()


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
    says(page, "Both tokens are new")
    press(page, "GET /api/sessions/")
    expect(page.locator("#sessions li").first).to_be_visible()
    press(page, "Log out")
    says(page, "Logged out.")
    page.get_by_label("Paste a JWT").fill(FOREIGN)

    assert opened.barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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
