"""Proxies, other host names and ports, and Swagger UI."""

import json
import re
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser import chromium
from tests.conftest import Service
from tests.owner.project import PASSWORD, OwnersProject, running
from tests.production import PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.test_owner import BAKES

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, redis: str) -> dict[str, str]:
    database = f"sqlite:///{tmp_path / 'production.sqlite3'}"
    return production(CACHE_URL=redis, DATABASE_URL=database, WEB_CONCURRENCY="1")


def exchange(
    connection: HTTPConnection, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, str | None, dict[str, Any]]:
    """Return the status, what becomes of the connection, and the body."""
    connection.request(method, path, body, PROXIED | headers)
    response = connection.getresponse()
    found = json.loads(response.read())
    return response.status, response.headers["Connection"], found


@pytest.mark.parametrize(
    ("answers", "statuses"),
    [
        ({}, {"application/json": 413, "text/plain": 415}),
        ({"token_transport": "cookie"}, {"application/json": 403}),
    ],
)
def test_a_response_to_an_unread_body_closes_the_connection(
    owners: Callable[..., OwnersProject],
    environment: dict[str, str],
    service: Service,
    answers: dict[str, Any],
    statuses: dict[str, int],
) -> None:
    """Otherwise a client would send its next request to a connection that is closing."""
    project = owners(**answers)
    prepare(service, project, environment)
    with serve(project.python, project.path, environment, two_workers) as client:
        port = client.base_url.port
        for kind, status in statuses.items():
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            header = {"Content-Type": kind}
            small = exchange(connection, "POST", "/api/token/", b"{}", **header)
            assert small[1] == "keep-alive"
            # It must not open another connection.
            connection.auto_open = 0
            assert exchange(connection, "GET", "/api/")[1] == "keep-alive"
            large = exchange(
                connection, "POST", "/api/token/", b"1" * 200_000, **header
            )
            assert large[:2] == (status, "close")
            assert large[2]["status"] == status
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        me, header = "/api/users/me/", {"Content-Type": "application/json"}
        # Without a length, in chunks.
        chunks = exchange(connection, "PATCH", me, iter([b"{}"]), **header)
        assert chunks[:2] == (411, "close")
        assert chunks[2]["code"] == "length_required"


def test_the_service_works_below_a_path_of_the_proxy(
    owners: Callable[..., OwnersProject],
    environment: dict[str, str],
    service: Service,
) -> None:
    project = owners()
    project.append("config/settings/production.py", '\nFORCE_SCRIPT_NAME = "/shop"\n')
    prepare(service, project, environment)
    project.manage("collectstatic", "--no-input", **environment)
    with serve(project.python, project.path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        links = client.get("/api/").json()["links"]
        assert links["log in"] == "https://api.example.com/shop/api/token/"
        login = client.get("/admin/login/")
        files = re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', login.text)
        assert files
        for file in files:
            assert file.startswith("/shop/static/")
            # The proxy removes its path.
            assert client.get(file.removeprefix("/shop")).status_code == 200, file
        docs = client.get("/api/docs/")
        assert docs.headers["Location"] == "/shop/admin/login/?next=/shop/api/docs/"
        sent_on = client.get("/admin/", headers={"X-Forwarded-Proto": "http"})
        assert sent_on.headers["Location"] == "https://api.example.com/shop/admin/"


def log_in_to_admin(
    client: httpx.Client, origin: str, **headers: str
) -> httpx.Response:
    """Post the admin's form from a page of another origin."""
    page = client.get("/admin/login/", headers=headers)
    [token] = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
    return client.post(
        "/admin/login/",
        data={"username": "staff", "password": PASSWORD, "csrfmiddlewaretoken": token},
        headers={"Origin": origin, **headers},
    )


def test_development_with_another_host_names_the_setting(
    owners: Callable[..., OwnersProject],
) -> None:
    project = owners()
    lan, vite = "192.168.1.5:8000", "http://localhost:5173"
    with running(project) as service:
        service.make_user("staff", is_staff=True, is_superuser=True)
        client = service.client
        for path in ("/api/", "/admin/", "/"):
            refused = client.get(path, headers={"Host": lan})
            assert refused.status_code == 400
            assert "192.168.1.5" in refused.text
            assert "ALLOWED_HOSTS" in refused.text
        # Vite's proxy, with and without `changeOrigin`.
        unlisted = log_in_to_admin(client, vite)
        assert unlisted.status_code == 403
        assert vite in unlisted.json()["detail"]
        assert "CSRF_TRUSTED_ORIGINS" in unlisted.json()["detail"]
        assert log_in_to_admin(client, vite, Host="localhost:5173").status_code == 302

    listed = {"ALLOWED_HOSTS": "127.0.0.1,192.168.1.5", "CSRF_TRUSTED_ORIGINS": vite}
    with running(project, **listed) as service:
        found = service.client.get("/api/", headers={"Host": lan})
        assert found.json()["links"]["me"] == f"http://{lan}/api/users/me/"
        assert log_in_to_admin(service.client, vite).status_code == 302


@pytest.mark.parametrize("name", BAKES)
def test_swagger_ui_logs_in(owners: Callable[..., OwnersProject], name: str) -> None:
    project = owners(**BAKES[name])
    with running(project) as service, chromium() as browser:
        service.make_user("ann")
        page = browser.new_page()
        docs = service.client.base_url.join(f"{service.api}docs/")
        page.goto(str(docs))
        page.get_by_role("button", name="Authorize").click()
        modal = page.locator(".modal-ux-content")
        modal.get_by_text("without the word").wait_for()
        page.locator(".modal-ux .close-modal").click()

        bodies = {
            "token_create": service.credentials("ann"),
            "token_refresh_create": {},
        }
        if project.answers.get("token_transport") != "cookie":
            bodies.pop("token_refresh_create")
        for operation, body in bodies.items():
            block = page.locator(f"#operations-token-{operation}")
            block.locator(".opblock-summary-control").click()
            block.get_by_role("button", name="Try it out").click()
            block.locator("textarea.body-param__text").fill(json.dumps(body))
            block.get_by_role("button", name="Execute").click()
            answer = block.locator(".live-responses-table tbody td.response-col_status")
            answer.wait_for()
            assert answer.inner_text().startswith("200"), block.inner_text()
