"""A refresh token is used by many at once: two workers, PostgreSQL, real requests."""

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.server import serve, two_workers

pytestmark = pytest.mark.slow

ROUNDS = 50
PASSWORD = "correct horse battery staple"

Call = Callable[[], httpx.Response]


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """An empty database of its own."""
    name = f"races_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres.rpartition("/")[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run(
    bake: Callable[..., Project], service: Service, database: str
) -> Callable[..., Any]:
    @contextmanager
    def run(grace: str, **answers: str) -> Iterator[list[httpx.Client]]:
        """Serve a project, and yield clients with connections of their own."""
        project = bake(answers)
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            "REFRESH_GRACE": grace,
            "THROTTLE_LOGIN": "",
            "THROTTLE_REFRESH": "",
        }
        for command in (
            ["migrate"],
            ["createsuperuser", "--noinput", "--username=ann", "--email=a@example.com"],
        ):
            subprocess.run(
                [str(service.python), "manage.py", *command],
                cwd=project.path,
                env=environment,
                check=True,
                capture_output=True,
            )
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
    body = {"username": "ann", "password": PASSWORD}
    answer: dict[str, Any] = api.post("/api/token/", json=body).json()
    return answer


def refresh(api: httpx.Client, token: str) -> httpx.Response:
    return api.post("/api/token/refresh/", json={"refresh": token})


def me(api: httpx.Client, access: str) -> int:
    header = {"Authorization": f"Bearer {access}"}
    return api.get("/api/users/me/", headers=header).status_code


def at_once(calls: Sequence[Call]) -> list[httpx.Response]:
    barrier = Barrier(len(calls))

    def start_together(call: Call) -> httpx.Response:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start_together, calls))


def refresh_at_once(
    clients: Sequence[httpx.Client], token: str
) -> list[httpx.Response]:
    return at_once([lambda api=api: refresh(api, token) for api in clients])  # type: ignore[misc]


@pytest.mark.parametrize("blacklisting", ["sessions", "token_blacklist"])
def test_one_of_many_wins_in_every_round(
    run: Callable[..., Any], blacklisting: str
) -> None:
    with run("0", blacklisting=blacklisting) as clients:
        for requests in (2, 10, 20):
            outcomes: Counter[tuple[int, ...]] = Counter()
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                answers = refresh_at_once(clients[:requests], token)
                outcomes[tuple(sorted(a.status_code for a in answers))] += 1
                living = [
                    answer.json()["refresh"]
                    for answer in answers
                    if answer.status_code == 200
                ]
                survivors = [refresh(clients[0], token) for token in living]
                assert sum(s.status_code == 200 for s in survivors) <= 1
            assert outcomes == {(200, *[401] * (requests - 1)): ROUNDS}


def test_with_grace_all_get_the_same_token(run: Callable[..., Any]) -> None:
    with run("10s", blacklisting="sessions") as clients:
        for requests in (2, 10, 20):
            for _ in range(ROUNDS):
                token = log_in(clients[0])["refresh"]
                answers = refresh_at_once(clients[:requests], token)

                assert {answer.status_code for answer in answers} == {200}
                [successor] = {answer.json()["refresh"] for answer in answers}
                assert refresh(clients[0], successor).status_code == 200


def test_logging_out_wins_in_every_round(run: Callable[..., Any]) -> None:
    with run("10s", blacklisting="sessions") as clients:
        first, second = clients[:2]
        for _ in range(ROUNDS):
            tokens = log_in(first)
            body = {"refresh": tokens["refresh"]}
            refreshed, logged_out = at_once(
                [
                    lambda body=body: first.post("/api/token/refresh/", json=body),  # type: ignore[misc]
                    lambda body=body: second.post("/api/token/blacklist/", json=body),  # type: ignore[misc]
                ]
            )

            assert logged_out.status_code == 200
            dead = [tokens]
            if refreshed.status_code == 200:
                dead.append(refreshed.json())
            for pair in dead:
                assert refresh(first, pair["refresh"]).status_code == 401
                assert me(first, pair["access"]) == me(second, pair["access"]) == 401
