"""The playground of a running service in Chromium: fixtures, and what its tests do and expect."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Visit, chromium
from tests.conftest import Project, Service
from tests.server import free_port, serve

# It has characters that are special in a shell and in JSON.
PASSWORD = """correct "horse" battery's \\ $taple"""
TRANSPORTS = pytest.mark.parametrize("transport", ["header", "cookie"])

Open = Callable[..., Visit]


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
    """Serve a project with a user, once for each set of answers and variables."""
    with ExitStack() as stack:
        served: dict[str, str] = {}

        def address(
            lifetime: str = "10m", *, refresh_lifetime: str = "14d", **answers: Any
        ) -> str:
            key = repr((lifetime, refresh_lifetime, answers))
            if key in served:
                return served[key]
            # Each server writes its log into the project's folder.
            project = bake(answers, project_slug=f"playground-{len(served)}")
            database = tmp_path_factory.mktemp("playground") / "db.sqlite3"
            port = free_port()
            environment = {
                "ACCESS_TOKEN_LIFETIME": lifetime,
                "DATABASE_URL": f"sqlite:///{database}",
                "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
                "REFRESH_TOKEN_LIFETIME": refresh_lifetime,
                "THROTTLE_LOGIN": "",
                "THROTTLE_REFRESH": "",
                "THROTTLE_REGISTER": "",
                "WEBAUTHN_ORIGINS": f"http://localhost:{port}",
            }
            user = ["--noinput", "--email=ann@example.com"]
            if answers.get("login_field") != "email":
                user.append("--username=ann")
            if "signing_algorithm" in answers:
                service.manage(project, "new_signing_key", **environment)
            service.manage(project, "migrate", **environment)
            service.manage(project, "createsuperuser", *user, **environment)
            variables = {**os.environ, **environment}
            client = stack.enter_context(
                serve(service.python, project.path, variables, port=port)
            )
            return served.setdefault(key, str(client.base_url))

        yield address


@pytest.fixture
def visit(browser: Browser, address: Callable[..., str]) -> Iterator[Open]:
    """Open the page; no test may cause an error or a request to another host."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def visit(
            *,
            host: str = "127.0.0.1",
            color_scheme: Any = None,
            width: int = 1280,
            height: int = 800,
            **answers: Any,
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=color_scheme,
                permissions=["clipboard-read", "clipboard-write"],
            )
            stack.callback(context.close)
            visits.append(Visit(context.new_page()))
            url = address(**answers).replace("127.0.0.1", host)
            visits[-1].page.goto(url)
            return visits[-1]

        yield visit
        for one in visits:
            assert one.errors == []
            assert one.hosts == {urlsplit(one.page.url).hostname}


def says(page: Page, text: str) -> None:
    expect(page.locator("#outcome")).to_contain_text(text)


def press(page: Page, name: str, outcome: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    says(page, outcome)


def send_password(page: Page, name: str = "ann") -> None:
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")


def log_in(page: Page, name: str = "ann") -> None:
    send_password(page, name)
    says(page, f"Logged in as {name}.")


def logged_in(visit: Open, **answers: Any) -> Page:
    page = visit(**answers).page
    log_in(page)
    return page


def call(page: Page, outcome: str) -> None:
    press(page, "GET /api/users/me/", outcome)


def refresh(page: Page) -> None:
    press(page, "Refresh", "marked")


def highlighted(page: Page, step: str, response: str | None = None) -> None:
    """Expect the diagram to highlight a step with this response."""
    current = page.locator("#diagram [aria-current=step]")
    expect(current).to_have_attribute("data-step", step)
    if response:
        expect(current.locator(".response .words")).to_have_text(response)


def left(page: Page, token: str) -> Locator:
    """Return the remaining time of a token."""
    return page.locator(f"#{token}-lifetime .left")
