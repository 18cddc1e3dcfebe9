"""A service whose owner has a replica, which lags behind."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, Service
from tests.owner.project import PASSWORD, OwnersProject, RunningService
from tests.server import serve

pytestmark = pytest.mark.slow

NEW_PASSWORD = "another horse, another battery"


@pytest.fixture(params=["sessions", "token_blacklist"])
def project(
    request: pytest.FixtureRequest,
    bake: Callable[..., Project],
    service: Service,
    tmp_path: Path,
) -> OwnersProject:
    """A project with a replica that gets nothing of what is written."""
    answers = {"blacklisting": request.param, "drf_token_auth": True}
    path = tmp_path / "project"
    shutil.copytree(bake(answers).path, path)
    project = OwnersProject(path, service.python, answers)
    project.follow("docs/extend.md", "A database replica")
    project.append(".env", f"REPLICA_URL=sqlite:///{path / 'replica.sqlite3'}\n")
    for database in ("default", "replica"):
        project.manage("migrate", f"--database={database}")
    return project


def test_nothing_that_decides_is_read_from_it(project: OwnersProject) -> None:
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

        def bearer(access: str) -> dict[str, str]:
            return {"Authorization": f"Bearer {access}"}

        def send(path: str, **body: str) -> int:
            return client.post(f"{service.api}{path}", json=body).status_code

        first, second = service.log_in("ann"), service.log_in("ann")
        me = f"{service.api}users/me/"
        assert client.get(me, headers=bearer(first["access"])).status_code == 200
        assert send("token/refresh/", refresh=first["refresh"]) == 200
        assert send("token/blacklist/", refresh=second["refresh"]) == 200
        assert send("token/refresh/", refresh=second["refresh"]) == 401

        asked = {"username": "ann", "password": PASSWORD}
        key = client.post(f"{service.api}api-token/", json=asked).json()["token"]
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
        assert send("token/", **asked) == 401
        assert send("token/", **{**asked, "password": NEW_PASSWORD}) == 200


def test_a_list_of_routers_without_ours_is_refused(project: OwnersProject) -> None:
    project.append(
        "config/settings/base.py",
        'DATABASE_ROUTERS = ["config.routers.ReplicaRouter"]\n',
    )

    result = project.run("manage.py", "check")

    assert result.returncode == 1
    assert "api.E032" in result.stderr
    assert "Make api.routers.PrimaryRouter the first" in result.stderr
