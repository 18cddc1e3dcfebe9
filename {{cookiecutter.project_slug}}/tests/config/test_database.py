"""For how long a connection to the database is kept, and waited for."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION

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
