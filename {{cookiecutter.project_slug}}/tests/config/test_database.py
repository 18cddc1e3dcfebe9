"""For how long a connection to the database is kept, and waited for."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.utils import ConnectionHandler

from api.checks import check_database
from config.boot import limit_statements
from tests.config.test_environment import PRODUCTION, manage

pytestmark = pytest.mark.slow

ASKED = "from config.{} import application; from django.db import connection; print({})"


def ask(server: str, expression: str, **environment: str) -> str:
    """Evaluate something where a server has loaded the service."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASKED.format(server, expression)],
        cwd=project.BASE_DIR,
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
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    options: dict[str, str],
) -> None:
    settings.DATABASE_TIMEOUT = timedelta(seconds=seconds)
    # As written by hand, without OPTIONS.
    aliases = ["default", "replica"]
    connections = ConnectionHandler(
        {alias: {"ENGINE": "django.db.backends.postgresql"} for alias in aliases}
    )
    monkeypatch.setattr("config.boot.connections", connections)

    limit_statements()

    for alias in aliases:
        assert connections[alias].settings_dict["OPTIONS"] == options


def test_a_command_takes_the_time_it_needs() -> None:
    shell = manage(
        *["shell", "--no-imports", "-c"],
        f"from django.db import connection; print({LIMIT})",
        **{**PRODUCTION, "DATABASE_URL": URL},
    )

    assert shell.stdout.strip() == "None", shell.stderr


@pytest.mark.parametrize("vendor", ["mysql", "oracle"])
def test_a_database_without_conditional_constraints_is_refused(
    monkeypatch: pytest.MonkeyPatch, vendor: str
) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)

    [complaint] = check_database()
    assert (complaint.id, vendor in complaint.msg) == ("api.E040", True)


def test_times_without_a_zone_are_refused(settings: Any) -> None:
    settings.USE_TZ = False

    with pytest.raises(SystemCheckError, match=r"api\.E041"):
        call_command("check")


def test_server_side_cursors_can_be_turned_off() -> None:
    pooled = {"DATABASE_URL": URL, "DISABLE_SERVER_SIDE_CURSORS": "true"}
    expression = "connection.settings_dict['DISABLE_SERVER_SIDE_CURSORS']"

    assert ask("wsgi", expression, DATABASE_URL=URL) == "False"
    assert ask("wsgi", expression, **pooled) == "True"
