"""A generated project in production: its environment, its database, and its user ann."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

import psycopg

from tests.conftest import Project, Service

# The headers that the reverse proxy adds.
PROXIED = {"Host": "api.example.com", "X-Forwarded-Proto": "https"}
ANN = {"username": "ann", "password": "correct horse battery staple"}


def production(**variables: str) -> dict[str, str]:
    """Return an environment in which the service starts."""
    return {
        **os.environ,
        "ALLOWED_HOSTS": "api.example.com",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DEFAULT_FROM_EMAIL": "service@example.com",
        "EMAIL_URL": "submission://mail.example.com",
        "FRONTEND_URL": "https://app.example.com",
        # A new key, because the names of the counters depend on it.
        "SECRET_KEY": secrets.token_urlsafe(50),
        "TRUSTED_PROXIES": "1",
        "WEBAUTHN_ORIGINS": "https://app.example.com",
        "WEBAUTHN_RP_ID": "example.com",
        **variables,
    }


@contextmanager
def new_database(postgres: str) -> Iterator[str]:
    """Create a database, and yield its address."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{postgres.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def prepare(service: Service, project: Project, environment: Mapping[str, str]) -> None:
    """Create the tables and the user ann."""
    ann = ["--noinput", "--username=ann", "--email=a@example.com"]
    environment = {**environment, "DJANGO_SUPERUSER_PASSWORD": ANN["password"]}
    service.manage(project, "migrate", **environment)
    service.manage(project, "createsuperuser", *ann, **environment)
