"""Passwords are guessed as fast as two workers answer: limits count for both together."""

import os
import secrets
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.server import serve, two_workers

pytestmark = pytest.mark.slow

TRIES = 12


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """An empty database of its own."""
    name = f"throttling_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres.rpartition("/")[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["redis", "db"])
def api(
    request: pytest.FixtureRequest,
    bake: Callable[..., Project],
    service: Service,
    database: str,
) -> Iterator[httpx.Client]:
    """A service that counts where its processes meet, and lets five tries a day through."""
    project = bake()
    cache = "db://cache"
    if request.param == "redis":
        cache = request.getfixturevalue("redis")
    environment = {
        **os.environ,
        "CACHE_URL": cache,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        # The names of what is counted depend on it, so that nothing is counted yet.
        "SECRET_KEY": secrets.token_urlsafe(50),
        "THROTTLE_LOGIN": "5/day",
        "TRUSTED_PROXIES": "1",
    }
    for command in ("migrate", "createcachetable"):
        subprocess.run(
            [str(service.python), "manage.py", command],
            cwd=project.path,
            env=environment,
            check=True,
            capture_output=True,
        )
    with serve(service.python, project.path, environment, two_workers) as client:
        yield client


def log_in_at_once(
    api: httpx.Client, account: Callable[[int], str], address: Callable[[int], str]
) -> Counter[int]:
    """Try twelve times together, and count the statuses."""
    barrier = Barrier(TRIES)

    def log_in(number: int) -> int:
        barrier.wait()
        return httpx.post(
            f"{api.base_url}/api/token/",
            json={"username": account(number), "password": "wrong"},
            headers={"X-Forwarded-For": address(number)},
            timeout=60,
            trust_env=False,
        ).status_code

    with ThreadPoolExecutor(TRIES) as pool:
        return Counter(pool.map(log_in, range(TRIES)))


def test_five_tries_get_through_whichever_worker_they_meet(api: httpx.Client) -> None:
    one_account = log_in_at_once(
        api, account=lambda _: "ann", address=lambda number: f"192.0.2.{number}"
    )
    one_address = log_in_at_once(
        api, account=lambda number: f"user{number}", address=lambda _: "203.0.113.1"
    )

    assert one_account == one_address == {401: 5, 429: TRIES - 5}
