"""The service works behind PgBouncer in transaction mode, as docs/production.md describes."""

import os
import shutil
from collections.abc import Callable, Iterator

import httpx
import psycopg
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, prepare, production
from tests.server import free_port, serve, started, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")

# As in docs/production.md. By server_round_robin, the transactions of a client use different
# connections; there are enough for the project's tests of races.
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

# The variables of the service in the document.
POOLED = {"DATABASE_TIMEOUT": "0s", "DISABLE_SERVER_SIDE_CURSORS": "true"}


@pytest.fixture(scope="module")
def pooler(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """Run PgBouncer; returns the address of a database by its own address."""
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
    with (
        configuration.open("rb") as stdin,
        started(
            [PGBOUNCER, "/dev/stdin"],
            folder / "log",
            lambda: _connects(port),
            stdin=stdin,
            user=user,
        ),
    ):
        yield lambda database: database.replace(":5432", f":{port}")


def _connects(port: int) -> bool:
    try:
        psycopg.connect(f"postgres://postgres@127.0.0.1:{port}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture(scope="module")
def environment(
    pooler: Callable[[str], str], shared_database: str, redis: str
) -> dict[str, str]:
    return production(
        CACHE_URL=redis,
        DATABASE_URL=pooler(shared_database),
        THROTTLE_LOGIN="1000/min",
        **POOLED,
    )


@pytest.fixture(scope="module")
def api(
    bake: Callable[..., Project], service: Service, environment: dict[str, str]
) -> Iterator[httpx.Client]:
    prepare(service, bake(), environment)
    with serve(service.python, bake().path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        yield client


def test_logins_and_refreshes(api: httpx.Client) -> None:
    """More requests than connections, of the service and of the pooler."""
    for _ in range(10):
        tokens = api.post("/api/token/", json=ANN).json()
        for _ in range(3):
            refreshed = api.post(
                "/api/token/refresh/", json={"refresh": tokens["refresh"]}
            )
            assert refreshed.status_code == 200, refreshed.text
            tokens = refreshed.json()
            header = bearer(tokens["access"])
            assert api.get("/api/users/me/", headers=header).status_code == 200
            assert api.get("/api/sessions/", headers=header).status_code == 200


def test_a_statement_has_a_timeout(api: httpx.Client, shared_database: str) -> None:
    with psycopg.connect(shared_database) as connection:
        connection.execute("LOCK TABLE users_user")

        response = api.post("/api/token/", json=ANN, timeout=30)

    assert response.status_code == 503
    assert response.json()["code"] == "unavailable"
    assert api.post("/api/token/", json=ANN).status_code == 200


def test_the_log_names_the_option_that_pgbouncer_refuses(
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
    """The tests of logins, races and passwords; they create a test database."""
    result = service.run(
        bake(),
        *["-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"],
        *["tests/sessions/test_races.py", "tests/sessions/test_refresh.py"],
        *["tests/tokens/test_login.py", "tests/users/test_password_reset.py"],
        # They set a parameter, which the next transaction on the connection would have.
        *["-k", "not repeatable and not serializable"],
        DATABASE_URL=pooler(database),
        **POOLED,
    )
    with psycopg.connect(postgres, autocommit=True) as connection:
        name = database.rpartition("/")[2]
        connection.execute(f"DROP DATABASE IF EXISTS test_{name} WITH (FORCE)")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout
