"""New passwords are looked up at another service, here a server on this machine."""

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from tests.api.conftest import Lines
from tests.conftest import NEW_PASSWORD
from users.models import User

DIGITS = hashlib.sha1(NEW_PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()
PREFIX, REST = DIGITS[:5], DIGITS[5:]
OTHERS = "".join(f"{number:035X}:{number}\r\n" for number in range(1, 800))
BREACHED = f"{OTHERS}{REST}:2\r\n"
PADDED = f"{OTHERS}{REST}:0\r\n{'F' * 35}:0"


class Handler(BaseHTTPRequestHandler):
    server: "Ranges"

    def do_GET(self) -> None:
        self.server.requests.append(f"{self.requestline}\n{self.headers}")
        # The client may have gone.
        with suppress(OSError):
            self.server.answer(self)

    def send(self, body: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        pass


class Ranges(ThreadingHTTPServer):
    """A service that knows breached passwords, and keeps the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[str] = []
        self.answer: Callable[[Handler], Any] = lambda to: to.send(BREACHED)
        self.ending = Event()
        self.url = f"http://127.0.0.1:{self.server_port}/range/"


@pytest.fixture
def ranges(settings: Any) -> Iterator[Ranges]:
    with Ranges() as server:
        Thread(target=server.serve_forever, args=[0.01]).start()
        settings.BREACHED_PASSWORDS_URL = server.url
        yield server
        server.ending.set()
        server.shutdown()


@pytest.fixture
def failures(lines: Lines) -> Callable[[], list[str]]:
    """The causes of failed lookups that were logged."""
    event = "breached_passwords_unavailable"
    return lambda: [line["error"] for line in lines() if line["event"] == event]


def test_a_breached_password_is_refused(
    change: Any, ranges: Ranges, user: User, failures: Any
) -> None:
    response = change()

    assert response.status_code == 400
    [error] = response.json()["errors"]["new_password"]
    assert error["code"] == "password_breached"
    assert "appears in a data breach" in error["message"]
    assert failures() == []
    user.refresh_from_db()
    assert not user.check_password(NEW_PASSWORD)


def test_five_digits_of_the_hash_are_sent(change: Any, ranges: Ranges) -> None:
    change()

    [request] = ranges.requests
    assert request.startswith(f"GET /range/{PREFIX} HTTP/1.1\n")
    assert "Add-Padding: true" in request
    assert DIGITS[:6] not in request.upper()


@pytest.mark.parametrize("found", [OTHERS, PADDED, PADDED.replace("\r", "")])
def test_a_password_that_is_not_in_the_list_is_accepted(
    change: Any, ranges: Ranges, failures: Any, found: str
) -> None:
    ranges.answer = lambda to: to.send(found)

    assert change().status_code == 200
    assert len(ranges.requests) == 1
    assert failures() == []


def never(to: Handler) -> None:
    to.server.ending.wait(5)


def slowly(to: Handler) -> None:
    to.send("")
    for _ in range(50):
        to.wfile.write(b"0")
        to.server.ending.wait(0.1)


def redirect(to: Handler) -> None:
    """Redirect to a path of another host, which answers."""
    if to.path == "/elsewhere":
        to.send(BREACHED)
    else:
        to.send("", 302, Location=f"http://localhost:{to.server.server_port}/elsewhere")


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (never, "TimeoutError"),
        (slowly, "TimeoutError"),
        (redirect, "HTTPException"),
        (lambda to: to.send(BREACHED, 500), "HTTPException"),
        (lambda to: to.send(f"<html>{BREACHED}"), "ValueError"),
        (lambda to: to.send(f"{BREACHED}\xff"), "UnicodeDecodeError"),
        (lambda to: to.send(""), "ValueError"),
        (lambda to: to.send(f"{BREACHED}{REST}:{'1' * 1_000_000}"), "ValueError"),
        (lambda to: to.wfile.write(b"no HTTP\r\n\r\n"), "BadStatusLine"),
        (lambda to: None, "RemoteDisconnected"),
    ],
)
def test_without_a_valid_answer_the_password_is_accepted(
    change: Any,
    ranges: Ranges,
    lines: Lines,
    failures: Any,
    monkeypatch: pytest.MonkeyPatch,
    answer: Any,
    cause: str,
) -> None:
    ranges.answer = answer
    if cause == "TimeoutError":
        monkeypatch.setattr("users.breached.TIMEOUT", 0.2)

    assert change().status_code == 200
    assert failures() == [cause]
    assert len(ranges.requests) == 1
    text = str(lines()).upper()
    assert NEW_PASSWORD.upper() not in text
    assert PREFIX not in text


def test_without_the_service_the_password_is_accepted(
    change: Any, settings: Any, failures: Any
) -> None:
    with socket.socket() as silent:
        # Nothing listens at the port.
        silent.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/range/"
        settings.BREACHED_PASSWORDS_URL = url

        assert change().status_code == 200
    assert failures() == ["ConnectionRefusedError"]


def test_without_the_setting_nothing_is_looked_up(
    change: Any, monkeypatch: pytest.MonkeyPatch, failures: Any
) -> None:
    connections: list[Any] = []
    monkeypatch.setattr("socket.create_connection", lambda *a: connections.append(a))

    assert change().status_code == 200
    assert connections == []
    assert failures() == []
