"""A generated service as a process on a free port, and a server for pages."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

START_WITHIN_SECONDS = 60


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def development_server(port: int) -> list[str]:
    return ["manage.py", "runserver", "--noreload", str(port)]


def two_workers(port: int) -> list[str]:
    """Return the arguments of gunicorn with two processes."""
    options = ["--workers=2", "--threads=8", f"--bind=127.0.0.1:{port}"]
    return ["-m", "gunicorn", "config.wsgi", *options]


def answers(url: str) -> bool:
    try:
        httpx.get(url, trust_env=False).raise_for_status()
    except httpx.TransportError:
        return False
    return True


@contextmanager
def started(
    command: list[str],
    log: Path,
    ready: Callable[[], bool] = lambda: True,
    **options: Any,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a command, wait until it is ready, and end it with its children."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )
    deadline = time.monotonic() + START_WITHIN_SECONDS
    try:
        while not ready():
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.05)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


@contextmanager
def serve(
    python: Path,
    project: Path,
    environment: Mapping[str, str] = os.environ,
    server_for: Callable[[int], list[str]] = development_server,
    port: int | None = None,
) -> Iterator[httpx.Client]:
    """Run a server, on a free port if none is given, and yield a client for it."""
    port, log = port or free_port(), project / "server.log"
    url = f"http://127.0.0.1:{port}"
    command = [str(python), *server_for(port)]
    ready = partial(answers, f"{url}/health/live/")
    try:
        with (
            started(command, log, ready, cwd=project, env=dict(environment)),
            httpx.Client(base_url=url, trust_env=False) as client,
        ):
            yield client
    finally:
        log.unlink()


@contextmanager
def admin(client: httpx.Client, username: str, password: str) -> Iterator[httpx.Client]:
    """Log in to the admin as a browser does."""
    with httpx.Client(base_url=client.base_url, trust_env=False) as browser:
        browser.get("/admin/login/")
        form = {
            "username": username,
            "password": password,
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        assert browser.post("/admin/login/", data=form).status_code == 302
        yield browser


@contextmanager
def serve_files(folder: Path) -> Iterator[str]:
    """Serve a folder's files, and yield the origin of its pages."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass
