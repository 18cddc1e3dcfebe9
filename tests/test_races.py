"""Concurrent requests: two workers, PostgreSQL, Redis, real connections."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

ROUNDS = 50
ATTEMPTS = 12
NO_LIMIT = "1000000/s"

Run = Callable[..., Any]


@pytest.fixture
def run(
    bake: Callable[..., Project], service: Service, database: str, redis: str
) -> Run:
    @contextmanager
    def run(
        blacklisting: str = "sessions", **variables: str
    ) -> Iterator[list[httpx.Client]]:
        """Serve a project, and yield clients with connections of their own."""
        project = bake(blacklisting=blacklisting)
        limits = {"THROTTLE_LOGIN": NO_LIMIT, "THROTTLE_REFRESH": NO_LIMIT}
        environment = production(
            CACHE_URL=redis, DATABASE_URL=database, **limits | variables
        )
        prepare(service, project, environment)
        with (
            serve(service.python, project.path, environment, two_workers) as api,
            ExitStack() as stack,
        ):
            options: Any = {"trust_env": False, "timeout": 60, "headers": PROXIED}
            yield [
                stack.enter_context(httpx.Client(base_url=api.base_url, **options))
                for _ in range(20)
            ]

    return run


def log_in(api: httpx.Client) -> dict[str, Any]:
    body: dict[str, Any] = api.post("/api/token/", json=ANN).json()
    return body


def refresh(api: httpx.Client, token: str) -> httpx.Response:
    return api.post("/api/token/refresh/", json={"refresh": token})


def log_out(api: httpx.Client, token: str) -> httpx.Response:
    return api.post("/api/token/blacklist/", json={"refresh": token})


def at_once(calls: Sequence[Callable[[], httpx.Response]]) -> list[httpx.Response]:
    """Make all calls at the same time."""
    barrier = Barrier(len(calls))

    def start_together(call: Callable[[], httpx.Response]) -> httpx.Response:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start_together, calls))


def refresh_at_once(clients: list[httpx.Client], token: str) -> list[httpx.Response]:
    return at_once([partial(refresh, each, token) for each in clients])


@pytest.mark.parametrize("blacklisting", ["sessions", "token_blacklist"])
def test_one_of_many_wins_in_every_round(run: Run, blacklisting: str) -> None:
    with run(blacklisting, REFRESH_GRACE="0") as clients:
        for requests in (2, 10, 20):
            outcomes: Counter[tuple[int, ...]] = Counter()
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                responses = refresh_at_once(clients[:requests], token)
                outcomes[tuple(sorted(each.status_code for each in responses))] += 1
            assert outcomes == {(200, *[401] * (requests - 1)): ROUNDS}


def test_with_grace_all_get_the_same_token(run: Run) -> None:
    with run() as clients:
        for requests in (2, 10, 20):
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                responses = refresh_at_once(clients[:requests], token)

                assert {each.status_code for each in responses} == {200}
                [successor] = {each.json()["refresh"] for each in responses}
                assert refresh(clients[0], successor).status_code == 200


def test_logging_out_wins_in_every_round(run: Run) -> None:
    with run() as clients:
        first, second = clients[:2]
        for _ in range(ROUNDS):
            tokens = log_in(first)
            token = tokens["refresh"]
            calls = [partial(refresh, first, token), partial(log_out, second, token)]
            refreshed, logged_out = at_once(calls)

            assert logged_out.status_code == 200
            revoked = [tokens]
            if refreshed.status_code == 200:
                revoked.append(refreshed.json())
            for pair in revoked:
                assert refresh(first, pair["refresh"]).status_code == 401
                for client in (first, second):
                    me = client.get("/api/users/me/", headers=bearer(pair["access"]))
                    assert me.status_code == 401


def test_five_attempts_are_allowed_whichever_worker_they_meet(run: Run) -> None:
    with run(THROTTLE_LOGIN="5/day") as clients:
        for name, address in (("ann", "192.0.2.{}"), ("user{}", "203.0.113.1")):
            responses = at_once(
                [
                    partial(
                        clients[number].post,
                        "/api/token/",
                        json={"username": name.format(number), "password": "wrong"},
                        headers={"X-Forwarded-For": address.format(number)},
                    )
                    for number in range(ATTEMPTS)
                ]
            )
            statuses = Counter(each.status_code for each in responses)
            assert statuses == {401: 5, 429: ATTEMPTS - 5}
