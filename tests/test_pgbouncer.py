"""The service works behind PgBouncer in transaction mode, as docs/production.md describes."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, new_database, prepare, production
from tests.server import free_port, serve, two_workers

pytestmark = pytest.mark.slow

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")

# As in docs/production.md. The connections take turns, so that the transactions of a client are seldom
# on the same one; there are enough for the project's tests of races.
CONFIGURATION = """
[databases]
* = host=127.0.0.1 port=5432 connect_query='SET statement_timeout = 5000' user=postgres

[pgbouncer]
pool_mode = transaction
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
default_pool_size = 30
server_round_robin = 1
"""

# What the document has for the service.
POOLED = {"DATABASE_TIMEOUT": "0s", "DISABLE_SERVER_SIDE_CURSORS": "true"}


@pytest.fixture(scope="module")
def pooler(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """A running PgBouncer: returns the address of a database."""
    if PGBOUNCER is None:
        if os.environ.get("CI"):
            pytest.fail("PgBouncer is not installed")
        pytest.skip("PgBouncer is not installed")
    port = free_port()
    folder = tmp_path_factory.mktemp("pgbouncer")
    configuration = folder / "pgbouncer.ini"
    configuration.write_text(CONFIGURATION.format(port=port))
    # It refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    with (folder / "log").open("wb") as log, configuration.open("rb") as stdin:
        process = subprocess.Popen(
            [PGBOUNCER, "/dev/stdin"],
            stdin=stdin,
            stdout=log,
            stderr=log,
            user=user,
        )
    try:
        _wait_for(port, folder / "log")
        yield lambda name: f"postgres://postgres@127.0.0.1:{port}/{name}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, log: Path) -> None:
    for _ in range(200):
        try:
            psycopg.connect(f"postgres://postgres@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    with new_database(postgres) as name:
        yield name


@pytest.fixture
def environment(
    pooler: Callable[[str], str], database: str, redis: str
) -> dict[str, str]:
    return production(CACHE_URL=redis, DATABASE_URL=pooler(database), **POOLED)


@pytest.fixture
def api(
    bake: Callable[..., Project], service: Service, environment: dict[str, str]
) -> Iterator[httpx.Client]:
    prepare(service, bake(), environment)
    with serve(service.python, bake().path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        yield client


def test_the_service_works(api: httpx.Client) -> None:
    """More often than there are connections, of the service and of the pooler."""
    for _ in range(10):
        tokens = api.post("/api/token/", json=ANN).json()
        for _ in range(3):
            refreshed = api.post(
                "/api/token/refresh/", json={"refresh": tokens["refresh"]}
            )
            assert refreshed.status_code == 200, refreshed.text
            tokens = refreshed.json()
            header = {"Authorization": f"Bearer {tokens['access']}"}
            assert api.get("/api/users/me/", headers=header).status_code == 200
            assert api.get("/api/sessions/", headers=header).status_code == 200


def test_a_statement_is_given_up(
    api: httpx.Client, postgres: str, database: str
) -> None:
    address = postgres.rpartition("/")[0]
    with psycopg.connect(f"{address}/{database}") as connection:
        connection.execute("LOCK TABLE users_user")

        response = api.post("/api/token/", json=ANN, timeout=30)

    assert response.status_code == 503
    assert response.json()["code"] == "unavailable"
    assert api.post("/api/token/", json=ANN).status_code == 200


def test_without_the_setting_the_log_says_what_is_refused(
    bake: Callable[..., Project], service: Service, environment: dict[str, str]
) -> None:
    direct = {**environment, "DATABASE_TIMEOUT": "5s"}
    result = service.run(
        bake(),
        "-c",
        "from config.wsgi import application; from django.db import connection; "
        "connection.ensure_connection()",
        **direct,
    )

    assert "OperationalError" in result.stderr
    assert "options" in result.stderr


def test_the_projects_own_tests_pass(
    bake: Callable[..., Project],
    service: Service,
    pooler: Callable[[str], str],
    postgres: str,
    database: str,
) -> None:
    """Those of logins, races and passwords; they make a database of their own."""
    result = service.run(
        bake(),
        *["-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"],
        *["tests/sessions/test_races.py", "tests/sessions/test_reuse.py"],
        *["tests/tokens/test_login.py", "tests/users/passwords/test_reset.py"],
        # They set a parameter of the connection, which the next client would have, too.
        *["-k", "not repeatable and not serializable"],
        DATABASE_URL=pooler(database),
        **POOLED,
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS test_{database} WITH (FORCE)")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout
