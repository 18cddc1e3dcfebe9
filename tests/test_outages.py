"""The database goes away and comes back; the service says so, and goes on."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, new_database, prepare, production
from tests.relay import Relay
from tests.server import serve, two_workers

pytestmark = pytest.mark.slow

# Often enough to come upon each thread of each worker.
TIMES = 20


@pytest.fixture
def relay() -> Iterator[Relay]:
    relay = Relay(("127.0.0.1", 5432))
    yield relay
    relay.cut()


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    with new_database(postgres) as name:
        yield name


@pytest.fixture
def api(
    bake: Callable[..., Project],
    service: Service,
    database: str,
    redis: str,
    relay: Relay,
) -> Iterator[httpx.Client]:
    """A service in production that reaches its database through the relay."""
    project = bake()
    environment = production(
        CACHE_URL=redis,
        DATABASE_TIMEOUT="1s",
        DATABASE_URL=f"postgres://postgres@127.0.0.1:{relay.port}/{database}",
        THROTTLE_LOGIN="1000/min",
        THROTTLE_REFRESH="1000/min",
    )
    prepare(service, project, environment)
    with serve(service.python, project.path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        client.timeout = httpx.Timeout(30)
        yield client


class Session:
    """Somebody who is logged in, and goes on calling."""

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
        header = {"Authorization": f"Bearer {self.tokens['access']}"}
        return self.api.get("/api/users/me/", headers=header)

    def admin(self) -> httpx.Response:
        return self.api.get("/admin/", headers={"Cookie": f"sessionid={'a' * 32}"})

    def ready(self) -> httpx.Response:
        return self.api.get("/health/ready/")

    def statuses(self) -> list[int]:
        assert self.api.get("/health/live/").status_code == 200
        calls = (self.log_in, self.refresh, self.me, self.admin, self.ready)
        return [call().status_code for call in calls]


WELL = [200, 200, 200, 302, 200]


def test_it_goes_away_and_comes_back(api: httpx.Client, relay: Relay) -> None:
    session = Session(api)
    for _ in range(2):
        assert [session.statuses() for _ in range(TIMES)] == [WELL] * TIMES

        relay.cut()
        assert [session.statuses() for _ in range(TIMES)] == [[503] * 5] * TIMES
        refused = session.log_in()
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.headers["Retry-After"] == "5"
        assert refused.json()["code"] == "unavailable"

        relay.restore()

    assert [session.statuses() for _ in range(TIMES)] == [WELL] * TIMES


def test_it_was_away_while_nobody_called(api: httpx.Client, relay: Relay) -> None:
    """A restart between two requests: the connections are dead, the database is not."""
    session = Session(api)
    for _ in range(TIMES):
        session.statuses()

    relay.cut()
    relay.restore()

    assert [session.statuses() for _ in range(TIMES)] == [WELL] * TIMES


def test_it_does_not_answer(api: httpx.Client, relay: Relay) -> None:
    session = Session(api)
    relay.cut_silently()

    started = time.monotonic()
    assert session.me().status_code == 503
    assert time.monotonic() - started < 10


def test_a_table_is_locked(api: httpx.Client, postgres: str, database: str) -> None:
    """A migration, or somebody's long transaction: nobody waits for its end."""
    session = Session(api)
    own = f"{postgres.rpartition('/')[0]}/{database}"
    with psycopg.connect(own) as connection:
        connection.execute("LOCK TABLE users_user")
        for _ in range(2):
            assert session.statuses() == [503, 503, 503, 302, 200]
        refused = session.me()
        connection.rollback()

    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "5"
    assert refused.json()["code"] == "unavailable"
    assert [session.statuses() for _ in range(TIMES)] == [WELL] * TIMES
