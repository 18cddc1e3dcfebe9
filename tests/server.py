"""A generated service as a process on a free port, and a server for pages."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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


@contextmanager
def serve(
    python: Path,
    project: Path,
    environment: Mapping[str, str] = os.environ,
    server_for: Callable[[int], list[str]] = development_server,
) -> Iterator[httpx.Client]:
    """Run a server and yield a client for it."""
    port = free_port()
    log = project / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(python), *server_for(port)],
            cwd=project,
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False
        ) as client:
            _wait_for(client, server, log)
            yield client
    finally:
        server.terminate()
        server.wait()
        log.unlink()


def _wait_for(
    client: httpx.Client, server: "subprocess.Popen[bytes]", log: Path
) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            client.get("/health/live/").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


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
