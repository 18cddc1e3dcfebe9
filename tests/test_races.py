"""Concurrent requests with one refresh token: two workers, PostgreSQL, real connections."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier
from typing import Any

import httpx
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, prepare
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

ROUNDS = 50

Run = Callable[..., Any]


@pytest.fixture
def run(bake: Callable[..., Project], service: Service, database: str) -> Run:
    @contextmanager
    def run(grace: str, blacklisting: str) -> Iterator[list[httpx.Client]]:
        """Serve a project, and yield clients with connections of their own."""
        project = bake(blacklisting=blacklisting)
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "REFRESH_GRACE": grace,
            "THROTTLE_LOGIN": "",
            "THROTTLE_REFRESH": "",
        }
        prepare(service, project, environment)
        with (
            serve(service.python, project.path, environment, two_workers) as api,
            ExitStack() as stack,
        ):
            yield [
                stack.enter_context(
                    httpx.Client(base_url=api.base_url, trust_env=False, timeout=60)
                )
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


def at_once(
    token: str, calls: Sequence[tuple[Callable[..., httpx.Response], httpx.Client]]
) -> list[httpx.Response]:
    """Make all calls with the token at the same time."""
    barrier = Barrier(len(calls))

    def start_together(
        call: tuple[Callable[..., httpx.Response], httpx.Client],
    ) -> httpx.Response:
        barrier.wait()
        send, client = call
        return send(client, token)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start_together, calls))


@pytest.mark.parametrize("blacklisting", ["sessions", "token_blacklist"])
def test_one_of_many_wins_in_every_round(run: Run, blacklisting: str) -> None:
    with run("0", blacklisting) as clients:
        for requests in (2, 10, 20):
            outcomes: Counter[tuple[int, ...]] = Counter()
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                calls = [(refresh, client) for client in clients[:requests]]
                responses = at_once(token, calls)
                outcomes[tuple(sorted(each.status_code for each in responses))] += 1
            assert outcomes == {(200, *[401] * (requests - 1)): ROUNDS}


def test_with_grace_all_get_the_same_token(run: Run) -> None:
    with run("10s", "sessions") as clients:
        for requests in (2, 10, 20):
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                calls = [(refresh, client) for client in clients[:requests]]
                responses = at_once(token, calls)

                assert {each.status_code for each in responses} == {200}
                [successor] = {each.json()["refresh"] for each in responses}
                assert refresh(clients[0], successor).status_code == 200


def test_logging_out_wins_in_every_round(run: Run) -> None:
    with run("10s", "sessions") as clients:
        first, second = clients[:2]
        for _ in range(ROUNDS):
            tokens = log_in(first)
            calls = [(refresh, first), (log_out, second)]
            refreshed, logged_out = at_once(tokens["refresh"], calls)

            assert logged_out.status_code == 200
            revoked = [tokens]
            if refreshed.status_code == 200:
                revoked.append(refreshed.json())
            for pair in revoked:
                assert refresh(first, pair["refresh"]).status_code == 401
                for client in (first, second):
                    me = client.get("/api/users/me/", headers=bearer(pair["access"]))
                    assert me.status_code == 401
