"""How long a connection to the database is kept, and how long it is waited for."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from config.boot import limit_statements
from tests.config.test_environment import PRODUCTION, manage, python

pytestmark = pytest.mark.slow

URL = "postgres://service@db.example.com/service"
PRINT = "import json; from django.db import connection; print(json.dumps(connection.settings_dict))"


def connection_of(server: str, **environment: str) -> dict[str, Any]:
    """Return the settings of the connection in a server."""
    code = f"from config.{server} import application; {PRINT}"
    result = python("-c", code, **{**PRODUCTION, "DATABASE_URL": URL, **environment})
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(("server", "seconds"), [("wsgi", 60), ("asgi", 0)])
def test_a_server_keeps_connections_and_limits_statements(
    server: str, seconds: int
) -> None:
    found = connection_of(server)

    assert found["CONN_MAX_AGE"] == seconds
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is False
    assert found["OPTIONS"] == {
        "connect_timeout": 3,
        "tcp_user_timeout": 5_000,
        "options": "-c statement_timeout=5000",
    }


def test_the_options_of_the_url_are_kept() -> None:
    found = connection_of(
        "wsgi",
        DATABASE_URL=f"{URL}?connect_timeout=9&options=-c%20search_path=acme",
        DISABLE_SERVER_SIDE_CURSORS="true",
    )

    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert str(found["OPTIONS"]["connect_timeout"]) == "9"
    assert found["OPTIONS"]["options"] == (
        "-c statement_timeout=5000 -c search_path=acme"
    )


@pytest.mark.parametrize(
    ("seconds", "options"),
    [(60, {"options": "-c statement_timeout=60000"}), (0, {})],
)
def test_the_limit_of_statements_can_be_set(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    options: dict[str, str],
) -> None:
    settings.DATABASE_TIMEOUT = timedelta(seconds=seconds)
    # As an owner writes them, without OPTIONS.
    aliases = ["default", "replica"]
    connections = ConnectionHandler(
        {alias: {"ENGINE": "django.db.backends.postgresql"} for alias in aliases}
    )
    monkeypatch.setattr("config.boot.connections", connections)

    limit_statements()

    for alias in aliases:
        assert connections[alias].settings_dict["OPTIONS"] == options


def test_the_statements_of_commands_are_not_limited() -> None:
    shell = manage(
        *["shell", "--no-imports", "-c", PRINT], **{**PRODUCTION, "DATABASE_URL": URL}
    )

    assert "options" not in json.loads(shell.stdout)["OPTIONS"], shell.stderr
