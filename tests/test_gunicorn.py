"""How the service starts, runs and stops under gunicorn, as the README says."""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.commands import run
from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, prepare, production
from tests.server import free_port, serve, two_workers

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(bake: Callable[..., Project]) -> Project:
    return bake()


@pytest.fixture(scope="module")
def environment(
    project: Project,
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
    redis: str,
) -> dict[str, str]:
    database = tmp_path_factory.mktemp("gunicorn") / "db.sqlite3"
    environment = production(CACHE_URL=redis, DATABASE_URL=f"sqlite:///{database}")
    prepare(service, project, environment)
    return environment


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "gunicorn.pid"


@pytest.fixture
def api(
    project: Project, service: Service, environment: dict[str, str], pid_file: Path
) -> Iterator[httpx.Client]:
    def arguments(port: int) -> list[str]:
        return [*two_workers(port), f"--pid={pid_file}"]

    with serve(service.python, project.path, environment, arguments) as client:
        yield client


def test_with_unsafe_settings_it_gives_up_and_says_why(
    project: Project, service: Service, environment: dict[str, str]
) -> None:
    result = run(
        service.python,
        *two_workers(free_port()),
        cwd=project.path,
        env={**environment, "ALLOWED_HOSTS": "*"},
        timeout=60,
    )

    assert result.returncode == 3
    assert result.stdout.count("(api.E011) ALLOWED_HOSTS has '*'") == 1
    assert "Traceback" not in result.stdout


def test_a_request_that_has_begun_is_answered_before_it_stops(
    api: httpx.Client, pid_file: Path
) -> None:
    body = json.dumps(ANN).encode()
    head = "\r\n".join(
        [
            "POST /api/token/ HTTP/1.1",
            *(f"{name}: {value}" for name, value in PROXIED.items()),
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            # The answer to this tells that a worker has begun with the request.
            "Expect: 100-continue",
            "Connection: close",
        ]
    )
    with socket.create_connection(("127.0.0.1", api.base_url.port or 0), 30) as caller:
        caller.sendall(head.encode() + b"\r\n\r\n")
        assert caller.recv(1_000).startswith(b"HTTP/1.1 100 Continue")

        os.kill(int(pid_file.read_text("utf-8")), signal.SIGTERM)
        refuse_others(api)
        caller.sendall(body)
        answer = b"".join(iter(lambda: caller.recv(65_536), b""))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'"access"' in answer


def refuse_others(api: httpx.Client) -> None:
    """Wait until the server has closed its door."""
    with pytest.raises(httpx.TransportError):
        while True:
            httpx.get(f"{api.base_url}/health/live/", trust_env=False)


def test_who_runs_beside_it_cannot_claim_https(
    project: Project, service: Service, environment: dict[str, str]
) -> None:
    untrusted = environment | {"TRUSTED_PROXIES": "0"}
    with serve(service.python, project.path, untrusted, two_workers) as api:
        for path in ("/api/", "/admin/") * 4:
            answer = api.get(path, headers=PROXIED)
            assert answer.status_code == 403
            assert answer.json()["code"] == "https_required"
        log = project.read("server.log")

    # Once for each process.
    warned = log.count("X-Forwarded-Proto, which counts only if TRUSTED_PROXIES")
    assert 1 <= warned <= 2


def lines_without_canary(project: Project) -> list[dict[str, str]]:
    """Return the lines of the log, which has no secret of the client."""
    text = project.read("server.log")
    assert "canary" not in text
    return [json.loads(line) for line in text.splitlines()]


def test_every_line_it_writes_is_json(api: httpx.Client, project: Project) -> None:
    assert api.get("/api/?token=canary", headers=PROXIED).status_code == 200
    assert api.get("/nope?token=canary", headers=PROXIED).status_code == 404

    lines = lines_without_canary(project)
    assert {"gunicorn.error", "django.request"} <= {line["logger"] for line in lines}


def test_a_header_that_it_does_not_understand_is_not_repeated(
    api: httpx.Client, project: Project
) -> None:
    request = b"GET /api/ HTTP/1.1\r\nHost: api.example.com\r\nBearer canary\r\n\r\n"
    with socket.create_connection(("127.0.0.1", api.base_url.port or 0), 30) as caller:
        caller.sendall(request)
        assert caller.recv(1_000).startswith(b"HTTP/1.1 400 Bad Request")

    lines = lines_without_canary(project)
    assert "Invalid request from ip=127.0.0.1" in {line["event"] for line in lines}


def test_it_tells_no_version(api: httpx.Client) -> None:
    assert api.get("/api/", headers=PROXIED).headers["Server"] == "gunicorn"
