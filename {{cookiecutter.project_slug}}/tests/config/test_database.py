"""For how long a connection to the database is kept, and waited for."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from config.boot import limit_statements
from tests.config.test_environment import PRODUCTION, manage

pytestmark = pytest.mark.slow

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
def test_a_server_lets_no_statement_take_for_ever(server: str) -> None:
    limited = {"DATABASE_URL": f"{URL}?options=-c%20search_path=acme"}

    assert ask(server, LIMIT, **limited) == (
        "-c statement_timeout=5000 -c search_path=acme"
    )


@pytest.mark.parametrize(
    ("seconds", "options"),
    [(60, {"options": "-c statement_timeout=60000"}), (0, {})],
)
def test_how_long_that_is_can_be_set(
    monkeypatch: pytest.MonkeyPatch, seconds: int, options: dict[str, str]
) -> None:
    database: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {},
    }
    configured = SimpleNamespace(
        DATABASES={"default": database}, DATABASE_TIMEOUT=timedelta(seconds=seconds)
    )
    monkeypatch.setattr("config.boot.settings", configured)

    limit_statements()

    assert database["OPTIONS"] == options


def test_a_command_takes_the_time_it_needs() -> None:
    shell = manage(
        *["shell", "--no-imports", "-c"],
        f"from django.db import connection; print({LIMIT})",
        **{**PRODUCTION, "DATABASE_URL": URL},
    )

    assert shell.stdout.strip() == "None", shell.stderr
