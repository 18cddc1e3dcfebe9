"""The clients of the generated docs/clients.md, with their packages, in Chromium."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser import chromium
from tests.commands import output_of
from tests.conftest import Project, Service
from tests.owner.document import blocks
from tests.owner.project import PASSWORD, OwnersProject, RunningService, running
from tests.server import serve_files

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("clients")]

PACKAGES = ["axios@^1", "axios-auth-refresh@^5", "idb-keyval@^6"]
# Resolves the packages as a bundler does.
PAGE = """<!doctype html>
<title>A front end</title>
<script type="importmap">{"imports": {
  "axios": "/node_modules/axios/dist/esm/axios.js",
  "axios-auth-refresh": "/node_modules/axios-auth-refresh/dist/index.esm.js",
  "idb-keyval": "/node_modules/idb-keyval/dist/index.js"
}}</script>
"""
BAKES: dict[str, dict[str, Any]] = {
    "header": {},
    "cookie": {"token_transport": "cookie", "blacklisting": "token_blacklist"},
}
STATUSES = {
    "fetch.js": "api('users/me/').then((response) => response.status)",
    "axios.js": "api.get('users/me/').then("
    "(response) => response.status, (error) => error.response.status)",
}
STATUSES["axios_auth_refresh.js"] = STATUSES["axios.js"]
# Short enough to wait for, and long enough for a page to be reloaded.
LIFETIME_IN_SECONDS = 4


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, installed by npm, which is required in CI."""
    npm = shutil.which("npm")
    if not npm:
        if os.environ.get("CI"):
            raise RuntimeError("There is no npm.")
        pytest.skip("CLIENTS NOT TESTED: there is no npm")
    folder = tmp_path_factory.mktemp("packages")
    options = ["--no-package-lock", "--no-audit", "--no-fund"]
    output_of(npm, "install", *options, *PACKAGES, cwd=folder)
    return folder / "node_modules"


@dataclass
class FrontEnd:
    """A page with the modules of the document, and a running service."""

    service: RunningService
    context: BrowserContext
    address: str

    def __post_init__(self) -> None:
        self.refreshes: list[str] = []
        self.context.on("request", self._note)

    def _note(self, request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/token/refresh/"):
            self.refreshes.append(request.url)

    def tab(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address)
        page.evaluate(
            "window.ended = 0; addEventListener('logged-out', () => window.ended++)"
        )
        return page

    def log_in(self, page: Page) -> None:
        page.evaluate(
            "async (login) => (await import('./auth.js')).logIn(login)",
            {"username": "ann", "password": PASSWORD},
        )

    def expire(self, page: Page) -> None:
        """Wait until the access token has expired; the server's clock cannot be moved."""
        end = page.evaluate(
            "async () => { const { access } = await import('./auth.js');"
            "return JSON.parse(atob((await access()).split('.')[1])).exp }"
        )
        time.sleep(max(0.0, end - time.time()) + 0.1)

    def statuses(self, page: Page, client: str, requests: int = 10) -> list[int]:
        """Send concurrent requests, and return the statuses."""
        found: list[int] = page.evaluate(
            f"async (number) => {{ const {{ api }} = await import('./{client}');"
            f"return Promise.all(Array.from({{length: number}}, () => {STATUSES[client]}))}}",
            requests,
        )
        return found


@pytest.fixture(scope="module", params=BAKES)
def front_end(
    request: pytest.FixtureRequest,
    bake: Callable[..., Project],
    service: Service,
    packages: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FrontEnd]:
    answers = BAKES[request.param]
    base = tmp_path_factory.mktemp(request.param)
    path, pages = base / "project", base / "pages"
    project = OwnersProject.copied(bake(answers), path, service, answers)
    pages.mkdir()
    (pages / "index.html").write_text(PAGE, encoding="utf-8")
    (pages / "node_modules").symlink_to(packages)
    with (
        serve_files(pages) as address,
        running(
            project,
            ACCESS_TOKEN_LIFETIME=f"{LIFETIME_IN_SECONDS}s",
            ALLOWED_HOSTS="localhost,127.0.0.1",
            CORS_ALLOWED_ORIGINS=address,
            REFRESH_GRACE="0",  # A refresh token is valid once.
        ) as running_service,
        chromium() as browser,
    ):
        port = str(running_service.client.base_url.port)
        for block in blocks(project.read("docs/clients.md")):
            if block.file:
                block.write(pages)
        module = pages / "auth.js"
        text = module.read_text(encoding="utf-8")
        assert "//localhost:8000/" in text
        module.write_text(text.replace(":8000", f":{port}"), encoding="utf-8")
        running_service.make_user("ann")
        yield FrontEnd(running_service, browser.new_context(), address)


@pytest.fixture
def tab(front_end: FrontEnd) -> Iterator[Page]:
    front_end.refreshes.clear()
    page = front_end.tab()
    front_end.log_in(page)
    yield page
    page.close()


@pytest.mark.parametrize("client", STATUSES)
def test_concurrent_requests_share_one_refresh(
    front_end: FrontEnd, tab: Page, client: str
) -> None:
    front_end.expire(tab)

    assert front_end.statuses(tab, client) == [200] * 10
    assert len(front_end.refreshes) == 1
    assert tab.evaluate("ended") == 0


@pytest.mark.parametrize("client", STATUSES)
def test_a_refused_refresh_logs_out_once(
    front_end: FrontEnd, tab: Page, client: str
) -> None:
    set_active = (
        "from users.models import User; "
        "User.objects.filter(email='ann@example.com').update(is_active={})"
    )
    project = front_end.service.project
    project.manage("shell", "-c", set_active.format(False))
    try:
        assert front_end.statuses(tab, client) == [401] * 10
        assert len(front_end.refreshes) == 1
        assert tab.evaluate("ended") == 1
    finally:
        project.manage("shell", "-c", set_active.format(True))


def test_tabs_refresh_one_after_the_other(front_end: FrontEnd, tab: Page) -> None:
    other = front_end.tab()
    assert front_end.statuses(other, "fetch.js", 1) == [200]
    before = len(front_end.refreshes)
    front_end.expire(other)
    held: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    front_end.context.route("**/token/refresh/", hold)

    for page in (tab, other):
        with page.expect_response(lambda response: response.status == 401):
            page.evaluate(
                "() => { window.sent = import('./fetch.js').then(({ api }) => "
                f"Promise.all([{STATUSES['fetch.js']}, {STATUSES['fetch.js']}])) }}"
            )
    # Both wait for a refresh; that of the first was sent.
    other.evaluate("new Promise((resolve) => setTimeout(resolve))")
    released = True
    for route in held:
        route.continue_()

    assert tab.evaluate("sent") == [200] * 2
    assert other.evaluate("sent") == [200] * 2
    shared = front_end.service.project.answers.get("token_transport") != "cookie"
    assert len(front_end.refreshes) - before == (1 if shared else 2)
    front_end.context.unroute_all()
    other.close()


def test_a_reloaded_page_is_logged_in(front_end: FrontEnd, tab: Page) -> None:
    tab.reload()

    assert front_end.statuses(tab, "fetch.js", 1) == [200]


def test_a_logout_prevents_refreshes(front_end: FrontEnd, tab: Page) -> None:
    tab.evaluate("async () => (await import('./auth.js')).logOut()")

    assert tab.evaluate("ended") == 1
    assert front_end.statuses(tab, "fetch.js", 1) == [401]
