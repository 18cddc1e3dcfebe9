"""For how long a connection to the database is kept, and waited for."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION, manage

ASKED = "from config.{} import application; from django.db import connection; print({})"


def ask(server: str, expression: str, **environment: str) -> str:
    """Evaluate something where a server has loaded the service."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASKED.format(server, expression)],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize(("server", "seconds"), [("wsgi", "60"), ("asgi", "0")])
def test_threads_keep_their_connection_where_they_live_on(
    server: str, seconds: str
) -> None:
    assert ask(server, "connection.settings_dict['CONN_MAX_AGE']") == seconds


@pytest.mark.parametrize(
    ("query", "wait"), [("", "3 5000"), ("?connect_timeout=9", "9 5000")]
)
def test_a_database_that_is_silent_is_given_up(query: str, wait: str) -> None:
    expression = "'{connect_timeout} {tcp_user_timeout}'.format(**connection.settings_dict['OPTIONS'])"
    url = f"postgres://service@db.example.com/service{query}"

    assert ask("wsgi", expression, DATABASE_URL=url) == wait


LIMIT = "connection.settings_dict['OPTIONS'].get('options')"
URL = "postgres://service@db.example.com/service"


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
@pytest.mark.parametrize(
    ("environment", "limit"),
    [
        ({}, "-c statement_timeout=5000"),
        ({"DATABASE_TIMEOUT": "1m"}, "-c statement_timeout=60000"),
        ({"DATABASE_TIMEOUT": "0s"}, "None"),
        (
            {"DATABASE_URL": f"{URL}?options=-c%20search_path=acme"},
            "-c statement_timeout=5000 -c search_path=acme",
        ),
    ],
)
def test_a_server_lets_no_statement_take_for_ever(
    server: str, environment: dict[str, str], limit: str
) -> None:
    assert ask(server, LIMIT, **{"DATABASE_URL": URL, **environment}) == limit


def test_a_command_takes_the_time_it_needs() -> None:
    shell = manage(
        *["shell", "--no-imports", "-c"],
        f"from django.db import connection; print({LIMIT})",
        **{**PRODUCTION, "DATABASE_URL": URL},
    )

    assert shell.stdout.strip() == "None", shell.stderr
