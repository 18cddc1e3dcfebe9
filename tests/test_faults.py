"""Under load, all that the service depends on fails once; no session is lost or forged."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, new_database, prepare, production
from tests.relay import Relay
from tests.server import serve, two_workers

pytestmark = pytest.mark.slow

CLIENTS = 6
NO_LIMIT = "1000000/s"
# In seconds. Shorter than the grace: a client that loses a response may ask for it again.
OUTAGE = 3
WELL = 4


class Client(threading.Thread):
    """A client that logs in, calls, refreshes and logs out, over and over."""

    def __init__(self, base_url: httpx.URL, stop: threading.Event) -> None:
        super().__init__()
        self.api = httpx.Client(
            base_url=base_url, headers=PROXIED, timeout=30, trust_env=False
        )
        self.stop = stop
        self.seen: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []
        # Sessions that were started, and those for which no response came.
        self.started = self.unknown = 0
        self.tokens: dict[str, Any] = {}

    def run(self) -> None:
        while not self.stop.is_set():
            self.use_a_session()

    def use_a_session(self) -> None:
        self.tokens = self.until_answered("login", "/api/token/", ANN)
        for _ in range(8):
            self.read("me", 200)
            body = {"refresh": self.tokens["refresh"]}
            self.tokens |= self.until_answered("refresh", "/api/token/refresh/", body)
            if self.stop.is_set():
                return
        body = {"refresh": self.tokens["refresh"]}
        self.until_answered("logout", "/api/token/blacklist/", body)
        self.read("me after logout", 401)
        del self.tokens["refresh"]

    def until_answered(self, what: str, path: str, body: object) -> Any:
        """Send a request until it is answered, as a client does whose user waits."""
        while True:
            response = self.send(what, lambda: self.api.post(path, json=body))
            if response is not None and response.status_code == 200:
                self.started += what == "login"
                return response.json()
            self.unknown += what == "login"
            if response is not None and response.status_code != 503:
                self.wrong.append(f"{what}: {response.status_code} {response.text}")
                # A client whose session has ended logs in again.
                return self.until_answered("login", "/api/token/", ANN)
            if what == "refresh":
                self.read("me", 200)
            time.sleep(0.1)

    def read(self, what: str, expected: int) -> None:
        header = {"Authorization": f"Bearer {self.tokens['access']}"}
        response = self.send(
            what, lambda: self.api.get("/api/users/me/", headers=header)
        )
        if response is not None and response.status_code not in {expected, 503}:
            self.wrong.append(f"{what}: {response.status_code} {response.text}")

    def send(
        self, what: str, request: Callable[[], httpx.Response]
    ) -> httpx.Response | None:
        try:
            response = request()
        except httpx.TransportError:
            # The worker that was killed had it.
            self.seen[what, 0] += 1
            return None
        self.seen[what, response.status_code] += 1
        return response


@pytest.fixture
def relays(postgres: str, redis: str) -> Iterator[dict[str, Relay]]:
    relays = {
        "database": Relay(("127.0.0.1", 5432)),
        "cache": Relay(("127.0.0.1", 6379)),
    }
    yield relays
    for relay in relays.values():
        relay.cut()


def workers_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text("ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
def test_what_fails_is_reported_and_no_session_is_lost(
    bake: Callable[..., Project],
    service: Service,
    postgres: str,
    relays: dict[str, Relay],
    tmp_path: Path,
) -> None:
    project, pid_file, stop = bake(), tmp_path / "pid", threading.Event()
    with new_database(postgres) as name:
        environment = production(
            CACHE_URL=f"redis://127.0.0.1:{relays['cache'].port}/0",
            DATABASE_URL=f"postgres://postgres@127.0.0.1:{relays['database'].port}/{name}",
            REFRESH_GRACE="30s",
            THROTTLE_LOGIN=NO_LIMIT,
            THROTTLE_REFRESH=NO_LIMIT,
        )
        prepare(service, project, environment)
        with serve(
            service.python,
            project.path,
            environment,
            lambda port: [*two_workers(port), f"--pid={pid_file}"],
        ) as api:
            clients = [Client(api.base_url, stop) for _ in range(CLIENTS)]
            for client in clients:
                client.start()
            lost = []
            try:
                for relay in relays.values():
                    time.sleep(WELL)
                    relay.cut()
                    time.sleep(OUTAGE)
                    relay.restore()
                time.sleep(WELL)
                before = sum((client.seen for client in clients), Counter[Any]())
                lost = workers_of(int(pid_file.read_text("ascii")))
                os.kill(lost[0], signal.SIGKILL)
                time.sleep(WELL)
            finally:
                stop.set()
                for client in clients:
                    client.join()

            seen = sum((client.seen for client in clients), Counter[Any]())
            print(dict(sorted(seen.items())))
            assert [wrong for client in clients for wrong in client.wrong] == []
            assert {status for _, status in seen} <= {0, 200, 401, 503}
            assert {what for what, status in seen if status == 401} == {
                "me after logout"
            }
            # Connections broke when the worker was killed, and never before.
            assert not any(status == 0 for _, status in before)
            assert seen["me", 503] and seen["refresh", 503]

            # Each session is still active, and there is one for each login.
            for client in clients:
                if "refresh" in client.tokens:
                    body = {"refresh": client.tokens["refresh"]}
                    assert client.api.post("/api/token/refresh/", json=body).is_success
                client.api.close()
        with psycopg.connect(f"{postgres.rpartition('/')[0]}/{name}") as connection:
            row = connection.execute("SELECT count(*) FROM tokens_session")
            [(sessions,)] = row.fetchall()
        started = sum(client.started for client in clients)
        unknown = sum(client.unknown for client in clients)
        assert started <= sessions <= started + unknown
