"""The database is unavailable and returns: the service answers 503, and recovers."""

import time
from collections.abc import Callable, Iterator
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


@pytest.fixture
def relay() -> Iterator[Relay]:
    relay = Relay(("127.0.0.1", 5432))
    yield relay
    relay.cut()


@pytest.fixture
def session(
    bake: Callable[..., Project],
    service: Service,
    database: str,
    redis: str,
    relay: Relay,
) -> Iterator["Session"]:
    """A user's session in production, with the relay before the database."""
    project = bake()
    environment = production(
        CACHE_URL=redis,
        DATABASE_TIMEOUT="1s",
        DATABASE_URL=database.replace(":5432", f":{relay.port}"),
        THROTTLE_LOGIN="1000/min",
        THROTTLE_REFRESH="1000/min",
    )
    prepare(service, project, environment)
    with serve(service.python, project.path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        client.timeout = httpx.Timeout(30)
        yield Session(client)


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


def test_a_locked_table(session: Session, database: str) -> None:
    """For example during a migration; the service does not wait for its end."""
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE users_user")
        for _ in range(2):
            assert session.statuses() == [503, 503, 503, 302, 200]
        assert_unavailable(session.me())
        connection.rollback()

    assert [session.statuses() for _ in range(TIMES)] == [AVAILABLE] * TIMES
