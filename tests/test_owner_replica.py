"""A service with a replica of its database, which has none of the new rows."""

import os
from collections.abc import Callable

import pytest

from tests.owner.project import PASSWORD, OwnersProject, RunningService
from tests.server import serve
from tests.tokens import bearer

pytestmark = pytest.mark.slow

NEW_PASSWORD = "another horse, another battery"


@pytest.fixture(params=["sessions", "token_blacklist"])
def project(
    request: pytest.FixtureRequest, owners: Callable[..., OwnersProject]
) -> OwnersProject:
    """A project with an empty replica."""
    project = owners(blacklisting=request.param, drf_token_auth=True)
    project.follow("docs/extend.md", "A database replica")
    project.append(
        ".env", f"REPLICA_URL=sqlite:///{project.path / 'replica.sqlite3'}\n"
    )
    for database in ("default", "replica"):
        project.manage("migrate", f"--database={database}")
    return project


def test_authentication_never_reads_the_replica(project: OwnersProject) -> None:
    where = project.manage(
        "shell",
        "-c",
        "from django.contrib.admin.models import LogEntry; "
        "print('reads from', LogEntry.objects.db)",
    )
    assert "reads from replica" in where

    limits = {"THROTTLE_LOGIN": "", "THROTTLE_REFRESH": ""}
    with serve(project.python, project.path, {**os.environ, **limits}) as client:
        service = RunningService(project, client)
        service.make_user("ann")

        def send(path: str, **body: str) -> int:
            return client.post(f"{service.api}{path}", json=body).status_code

        first, second = service.log_in("ann"), service.log_in("ann")
        me = f"{service.api}users/me/"
        assert client.get(me, headers=bearer(first["access"])).status_code == 200
        assert send("token/refresh/", refresh=first["refresh"]) == 200
        assert send("token/blacklist/", refresh=second["refresh"]) == 200
        assert send("token/refresh/", refresh=second["refresh"]) == 401

        login = {"username": "ann", "password": PASSWORD}
        key = client.post(f"{service.api}api-token/", json=login).json()["token"]
        token = {"Authorization": f"Token {key}"}
        assert client.get(me, headers=token).status_code == 200

        third = service.log_in("ann")
        changed = client.post(
            f"{service.api}users/password/change/",
            json={"current_password": PASSWORD, "new_password": NEW_PASSWORD},
            headers=bearer(third["access"]),
        )
        assert changed.status_code == 200, changed.text
        assert send("token/refresh/", refresh=third["refresh"]) == 401
        assert client.get(me, headers=token).status_code == 401
        assert send("token/", **login) == 401
        assert send("token/", **{**login, "password": NEW_PASSWORD}) == 200
