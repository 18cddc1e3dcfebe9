"""PostgreSQL and Redis on this machine: databases made for a run, and dropped after it."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379"


class BenchmarkError(Exception):
    """Says what is missing, or what was refused."""


def loopback(url: str) -> str:
    """Return an address, which has to name this machine and nothing else."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    # libpq lets parameters decide where it connects to.
    hidden = {"host", "hostaddr", "service"} & set(parse_qs(parts.query))
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    if hidden or not is_loopback:
        raise BenchmarkError(
            f"{host or url} is not a loopback address. The benchmark creates and drops"
            " databases and sends as many requests as it can: it does so on this machine"
            " only, on 127.0.0.1, ::1 or localhost."
        )
    return url


@dataclass(frozen=True)
class Postgres:
    url: str

    @classmethod
    def at(cls, url: str) -> "Postgres":
        # They would decide where libpq connects to.
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
        try:
            psycopg.connect(loopback(url), connect_timeout=3).close()
        except psycopg.Error as error:
            raise BenchmarkError(
                f"PostgreSQL does not answer: {error}. Start one, or name it with"
                " --postgres."
            ) from error
        return cls(url)

    def query(self, statement: str, *values: Any, database: str = "") -> Any:
        """Run a statement and return its rows."""
        url = self.url_of(database) if database else self.url
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def url_of(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Create a database, and yield its name."""
        name = f"benchmark_{uuid4().hex[:12]}"
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        with psycopg.connect(self.url, autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {name} TEMPLATE {template}")
            connection.execute(create.format(**names))
        try:
            yield name
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                drop = sql.SQL("DROP DATABASE {name} WITH (FORCE)")
                connection.execute(drop.format(**names))

    def backends(self, database: str) -> list[int]:
        """Return the processes that serve a database."""
        rows = self.query(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s", database
        )
        return [pid for (pid,) in rows]


def _redis(url: str, *commands: str) -> list[str]:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or 6379)
    with socket.create_connection(address, timeout=3) as connection:
        answers = connection.makefile("r")
        for command in commands:
            connection.sendall(f"{command}\r\n".encode())
        return [answers.readline().strip() for _ in commands]


@contextmanager
def redis_database(url: str) -> Iterator[str]:
    """Yield the address of an empty database of Redis, and empty it again."""
    server = urlsplit(loopback(url))._replace(path="").geturl()
    try:
        for number in range(15, 0, -1):
            if _redis(server, f"SELECT {number}", "DBSIZE") == ["+OK", ":0"]:
                break
        else:
            raise BenchmarkError("Redis has no empty database among 1 to 15.")
    except OSError as error:
        raise BenchmarkError(
            f"Redis does not answer: {error}. Start one, or name it with --redis."
        ) from error
    try:
        yield f"{server}/{number}"
    finally:
        _redis(server, f"SELECT {number}", "FLUSHDB")
