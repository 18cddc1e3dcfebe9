"""The limits of attempts hold for all workers together."""

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

ATTEMPTS = 12


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """An empty database of its own."""
    name = f"throttling_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres.rpartition("/")[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def api(
    bake: Callable[..., Project], service: Service, database: str, redis: str
) -> Iterator[httpx.Client]:
    """A service that allows five attempts a day."""
    project = bake()
    environment = {
        **os.environ,
        "CACHE_URL": redis,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        # The keys in the cache depend on it, so that nothing is counted yet.
        "SECRET_KEY": secrets.token_urlsafe(50),
        "THROTTLE_LOGIN": "5/day",
        "TRUSTED_PROXIES": "1",
    }
    subprocess.run(
        [str(service.python), "manage.py", "migrate"],
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
    """Log in twelve times concurrently, and count the statuses."""
    barrier = Barrier(ATTEMPTS)

    def log_in(number: int) -> int:
        barrier.wait()
        return httpx.post(
            f"{api.base_url}/api/token/",
            json={"username": account(number), "password": "wrong"},
            headers={"X-Forwarded-For": address(number)},
            timeout=60,
            trust_env=False,
        ).status_code

    with ThreadPoolExecutor(ATTEMPTS) as pool:
        return Counter(pool.map(log_in, range(ATTEMPTS)))


def test_five_attempts_are_allowed_whichever_worker_they_meet(
    api: httpx.Client,
) -> None:
    one_account = log_in_at_once(
        api, account=lambda _: "ann", address=lambda number: f"192.0.2.{number}"
    )
    one_address = log_in_at_once(
        api, account=lambda number: f"user{number}", address=lambda _: "203.0.113.1"
    )

    assert one_account == one_address == {401: 5, 429: ATTEMPTS - 5}
