"""Proxies, other host names and ports, and Swagger UI."""

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser import chromium
from tests.conftest import Project, Service
from tests.owner.project import PASSWORD, OwnersProject
from tests.production import PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.test_owner import BAKES, running

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, redis: str) -> dict[str, str]:
    database = f"sqlite:///{tmp_path / 'production.sqlite3'}"
    return production(CACHE_URL=redis, DATABASE_URL=database, WEB_CONCURRENCY="1")


def exchange(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    """Send a request, and return the head and the body of the response."""
    connection.sendall(request)
    head = b""
    while b"\r\n\r\n" not in head:
        received = connection.recv(65_536)
        assert received, "The connection was closed without a response."
        head += received
    head, _, body = head.partition(b"\r\n\r\n")
    [length] = re.findall(rb"Content-Length: (\d+)", head)
    while len(body) < int(length):
        body += connection.recv(65_536)
    return head, body


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1"]
    given = PROXIED | {"Content-Length": str(len(body))} | headers
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.mark.parametrize(
    ("answers", "headers", "status"),
    [
        ({}, {"Content_Type": "application/json"}, b"413"),
        ({}, {"Content_Type": "text/plain"}, b"415"),
        (
            {"token_transport": "cookie"},
            {"Content_Type": "application/json"},
            b"403",
        ),
    ],
)
def test_a_response_to_an_unread_body_closes_the_connection(
    owners: Callable[..., OwnersProject],
    environment: dict[str, str],
    service: Service,
    answers: dict[str, Any],
    headers: dict[str, str],
    status: bytes,
) -> None:
    """Otherwise a client would send its next request to a connection that is closing."""
    project = owners(**answers)
    prepare(service, Project(project.path), environment)
    with serve(project.python, project.path, environment, two_workers) as client:
        place = ("127.0.0.1", client.base_url.port or 0)
        with socket.create_connection(place, 30) as connection:
            for _ in range(2):
                head, _ = exchange(connection, request("GET", "/api/"))
                assert b"Connection: keep-alive" in head
            small = request("POST", "/api/token/", b"{}", **headers)
            head, _ = exchange(connection, small)
            assert b"Connection: keep-alive" in head
            large = request("POST", "/api/token/", b"1" * 200_000, **headers)
            head, body = exchange(connection, large)
            assert head.startswith(b"HTTP/1.1 " + status)
            assert b"Connection: close" in head
            assert json.loads(body)["status"] == int(status)
        with socket.create_connection(place, 30) as connection:
            head, body = exchange(
                connection,
                b"PATCH /api/users/me/ HTTP/1.1\r\nHost: api.example.com\r\n"
                b"X-Forwarded-Proto: https\r\nContent-Type: application/json\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            )
            assert head.startswith(b"HTTP/1.1 411")
            assert b"Content-Type: application/problem+json" in head
            assert b"Connection: close" in head
            assert json.loads(body)["code"] == "length_required"


def test_the_service_works_below_a_path_of_the_proxy(
    owners: Callable[..., OwnersProject],
    environment: dict[str, str],
    service: Service,
) -> None:
    project = owners()
    project.append("config/settings/production.py", '\nFORCE_SCRIPT_NAME = "/shop"\n')
    prepare(service, Project(project.path), environment)
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


def test_an_untrusted_proxy_is_logged(
    owners: Callable[..., OwnersProject],
    environment: dict[str, str],
    service: Service,
) -> None:
    project = owners()
    prepare(service, Project(project.path), environment)
    environment |= {"TRUSTED_PROXIES": "0"}
    with serve(project.python, project.path, environment, two_workers) as client:
        for path in ("/api/", "/admin/") * 4:
            refused = client.get(path, headers=PROXIED)
            assert (refused.status_code, refused.json()["code"]) == (
                403,
                "https_required",
            )
        log = project.read("server.log")

    # Once for each process.
    assert (
        1 <= log.count("X-Forwarded-Proto, which counts only if TRUSTED_PROXIES") <= 2
    )


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
