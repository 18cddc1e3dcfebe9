"""The database, the cache or a worker fails: the service answers 503, and recovers."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, prepare, production
from tests.relay import Relay
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

# Enough requests to reach each thread of each worker.
TIMES = 20
AVAILABLE = [200, 200, 200, 302, 200]
NO_LIMIT = "1000000/s"
CLIENTS = 6
# In seconds.
OUTAGE = 3
WELL = 4


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    """Before the database."""
    relay = Relay(("127.0.0.1", 5432))
    yield relay
    relay.cut()


@pytest.fixture(scope="module")
def cache(redis: str) -> Iterator[Relay]:
    relay = Relay(("127.0.0.1", 6379))
    yield relay
    relay.cut()


@pytest.fixture(scope="module")
def pid_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "pid"


@pytest.fixture(scope="module")
def api(
    bake: Callable[..., Project],
    service: Service,
    shared_database: str,
    relay: Relay,
    cache: Relay,
    pid_file: Path,
) -> Iterator[httpx.Client]:
    """The service in production, with the relays before the database and the cache."""
    project = bake()
    environment = production(
        CACHE_URL=f"redis://127.0.0.1:{cache.port}/0",
        DATABASE_TIMEOUT="1s",
        DATABASE_URL=shared_database.replace(":5432", f":{relay.port}"),
        # A client whose request is lost repeats it after the outage.
        REFRESH_GRACE="30s",
        THROTTLE_LOGIN=NO_LIMIT,
        THROTTLE_REFRESH=NO_LIMIT,
    )
    prepare(service, project, environment)

    def server(port: int) -> list[str]:
        return [*two_workers(port), f"--pid={pid_file}"]

    with serve(service.python, project.path, environment, server) as client:
        client.headers.update(PROXIED)
        client.timeout = httpx.Timeout(30)
        yield client


@pytest.fixture
def session(api: httpx.Client) -> "Session":
    return Session(api)


class Session:
    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        self.tokens: dict[str, Any] = self.log_in().json()

    def log_in(self) -> httpx.Response:
        return self.api.post("/api/token/", json=ANN)

    def refresh(self) -> httpx.Response:
        body = {"refresh": self.tokens["refresh"]}
        response = self.api.post("/api/token/refresh/", json=body)
        if response.status_code == 200:
            self.tokens |= response.json()
        return response

    def me(self) -> httpx.Response:
        return self.api.get("/api/users/me/", headers=bearer(self.tokens["access"]))

    def statuses(self) -> list[int]:
        """Return those of a login, a refresh, the profile, the admin, and readiness."""
        assert self.api.get("/health/live/").status_code == 200
        admin = {"Cookie": f"sessionid={'a' * 32}"}
        responses = [
            self.log_in(),
            self.refresh(),
            self.me(),
            self.api.get("/admin/", headers=admin),
            self.api.get("/health/ready/"),
        ]
        return [response.status_code for response in responses]


def assert_unavailable(response: httpx.Response) -> None:
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"] == "5"
    assert response.json()["code"] == "unavailable"


def test_a_stopped_database_that_returns(session: Session, relay: Relay) -> None:
    for _ in range(2):
        assert [session.statuses() for _ in range(TIMES)] == [AVAILABLE] * TIMES

        relay.cut()
        assert [session.statuses() for _ in range(TIMES)] == [[503] * 5] * TIMES
        assert_unavailable(session.log_in())

        relay.restore()

    assert [session.statuses() for _ in range(TIMES)] == [AVAILABLE] * TIMES


def test_a_restart_between_two_requests(session: Session, relay: Relay) -> None:
    """The database is there, but the connections are closed."""
    for _ in range(TIMES):
        session.statuses()

    relay.cut()
    relay.restore()

    assert [session.statuses() for _ in range(TIMES)] == [AVAILABLE] * TIMES


def test_a_database_that_does_not_respond(session: Session, relay: Relay) -> None:
    relay.cut_silently()

    started = time.monotonic()
    assert_unavailable(session.me())
    assert time.monotonic() - started < 10
    relay.cut()
    relay.restore()


def test_a_locked_table(session: Session, shared_database: str) -> None:
    """For example during a migration; the service does not wait for its end."""
    with psycopg.connect(shared_database) as connection:
        connection.execute("LOCK TABLE users_user")
        for _ in range(2):
            assert session.statuses() == [503, 503, 503, 302, 200]
        assert_unavailable(session.me())
        connection.rollback()

    assert [session.statuses() for _ in range(TIMES)] == [AVAILABLE] * TIMES


class User(threading.Thread):
    """Reads and refreshes over and over; repeats a request without an answer."""

    def __init__(self, api: httpx.Client, stop: threading.Event) -> None:
        super().__init__()
        self.session, self.stop = Session(api), stop
        self.seen: set[tuple[str, int]] = set()

    def run(self) -> None:
        while not self.stop.is_set():
            for request in (self.session.me, self.session.refresh):
                try:
                    status = request().status_code
                except httpx.TransportError:
                    status = 0
                self.seen.add((request.__name__, status))


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text("ascii").split()]


def count_sessions(database: str) -> int:
    with psycopg.connect(database) as connection:
        [[number]] = connection.execute("SELECT count(*) FROM tokens_session")
    return int(number)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_under_load_no_session_is_lost(
    api: httpx.Client,
    relay: Relay,
    cache: Relay,
    pid_file: Path,
    shared_database: str,
) -> None:
    sessions = count_sessions(shared_database)
    stop = threading.Event()
    with ExitStack() as stack:
        options: Any = {"headers": PROXIED, "timeout": 30, "trust_env": False}
        users = [
            User(
                stack.enter_context(httpx.Client(base_url=api.base_url, **options)),
                stop,
            )
            for _ in range(CLIENTS)
        ]
        for user in users:
            user.start()
        try:
            for part in (relay, cache):
                time.sleep(WELL)
                part.cut()
                time.sleep(OUTAGE)
                part.restore()
            time.sleep(WELL)
            before = set().union(*(user.seen for user in users))
            os.kill(workers_of(int(pid_file.read_text("ascii")))[0], signal.SIGKILL)
            time.sleep(WELL)
        finally:
            stop.set()
            for user in users:
                user.join()

        # Connections broke only when the worker was killed.
        ok = {("me", 200), ("me", 503), ("refresh", 200), ("refresh", 503)}
        assert before == ok
        assert set().union(*(user.seen for user in users)) <= ok | {
            ("me", 0),
            ("refresh", 0),
        }
        for user in users:
            assert user.session.refresh().status_code == 200
    assert count_sessions(shared_database) == sessions + CLIENTS
