"""Thousands of requests made up from the service's own description, good and bad."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, new_database, prepare, production
from tests.server import serve, two_workers

pytestmark = pytest.mark.slow

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
NO_LIMIT = "1000000/s"


@pytest.fixture(
    params=[
        {},
        {
            "blacklisting": "token_blacklist",
            "registration": "open",
            "drf_token_auth": True,
            "bookstore_example": True,
        },
        {"token_transport": "cookie", "signing_algorithm": "EdDSA"},
    ],
    ids=["defaults", "token_blacklist-open", "cookie-EdDSA"],
)
def project(
    request: pytest.FixtureRequest, bake: Callable[..., Project], service: Service
) -> Project:
    project = bake(request.param)
    if "signing_algorithm" in request.param:
        service.run(project, "manage.py", "new_signing_key")
    return project


@pytest.fixture
def environment(postgres: str, redis: str) -> Iterator[dict[str, str]]:
    with new_database(postgres) as name:
        yield production(
            CACHE_URL=redis,
            DATABASE_URL=f"{postgres.rpartition('/')[0]}/{name}",
            # Nothing is behind it: mail fails, which must not be noticed.
            EMAIL_URL="smtp://127.0.0.1:9",
            THROTTLE_LOGIN=NO_LIMIT,
            THROTTLE_REFRESH=NO_LIMIT,
            THROTTLE_REGISTER=NO_LIMIT,
            THROTTLE_RESET=NO_LIMIT,
            THROTTLE_VERIFY=NO_LIMIT,
        )


def attack(
    api: httpx.Client, description: Path, headers: dict[str, str], *more: str
) -> None:
    result = subprocess.run(
        [
            str(SCHEMATHESIS),
            "run",
            str(description),
            f"--url={api.base_url}",
            *(f"--header={name}: {value}" for name, value in headers.items()),
            "--checks=all",
            # What has the form of a link or a password is still not anybody's.
            "--exclude-checks=positive_data_acceptance",
            "--phases=examples,coverage,fuzzing",
            "--max-examples=30",
            "--seed=1",
            "--no-color",
            *more,
        ],
        cwd=description.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def leave_forms_out(description: Path) -> None:
    """Describe JSON bodies only: Django takes a form without any part for an empty one."""
    found = json.loads(description.read_text("utf-8"))
    for operations in found["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {"content": {}})
            body["content"].pop("multipart/form-data", None)
    description.write_text(json.dumps(found), encoding="utf-8")


def test_every_answer_is_one_that_is_described(
    project: Project,
    service: Service,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    description = tmp_path / "openapi.json"
    written = ("--format=openapi-json", f"--file={description}")
    prepare(service, project, environment)
    made = service.run(project, "manage.py", "spectacular", *written, **environment)
    assert made.returncode == 0, made.stderr
    leave_forms_out(description)

    with serve(service.python, project.path, environment, two_workers) as api:
        headers = {**PROXIED, "X-Requested-With": "schemathesis"}
        attack(api, description, headers)

        login = api.post("/api/token/", json=ANN, headers=headers)
        bearer = {"Authorization": f"Bearer {login.json()['access']}"}
        # Ending its own session would make the rest anonymous again.
        attack(api, description, {**headers, **bearer}, "--exclude-method=DELETE")

        log = (project.path / "server.log").read_text("utf-8")
        assert "Internal Server Error" not in log
        assert "Traceback" not in log
