"""Thousands of generated requests, valid and invalid, from the service's OpenAPI schema."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.commands import output_of
from tests.conftest import Project, Service
from tests.production import ANN, PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))


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
        service.manage(project, "new_signing_key")
    return project


@pytest.fixture
def environment(database: str, redis: str) -> dict[str, str]:
    scopes = ("LOGIN", "REFRESH", "REGISTER", "RESET", "VERIFY")
    return production(
        CACHE_URL=redis,
        DATABASE_URL=database,
        # No server: mail fails, and no response shows it.
        EMAIL_URL="smtp://127.0.0.1:9",
        **{f"THROTTLE_{scope}": "1000000/s" for scope in scopes},
    )


def attack(
    api: httpx.Client, description: Path, headers: dict[str, str], *more: str
) -> None:
    output_of(
        *[SCHEMATHESIS, "run", str(description), f"--url={api.base_url}"],
        *(f"--header={name}: {value}" for name, value in headers.items()),
        "--checks=all",
        # A link or a password of the right form can still be wrong.
        "--exclude-checks=positive_data_acceptance",
        "--phases=examples,coverage,fuzzing",
        *["--max-examples=30", "--seed=1", "--no-color", *more],
        cwd=description.parent,
    )


def remove_forms(description: Path) -> None:
    """Describe JSON bodies only: Django accepts a multipart body without parts as empty."""
    found = json.loads(description.read_text("utf-8"))
    for operations in found["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {"content": {}})
            body["content"].pop("multipart/form-data", None)
    description.write_text(json.dumps(found), encoding="utf-8")


def test_every_response_is_in_the_schema(
    project: Project,
    service: Service,
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    description = tmp_path / "openapi.json"
    written = ("--format=openapi-json", f"--file={description}")
    prepare(service, project, environment)
    service.manage(project, "spectacular", *written, **environment)
    remove_forms(description)

    with serve(service.python, project.path, environment, two_workers) as api:
        headers = {**PROXIED, "X-Requested-With": "schemathesis"}
        attack(api, description, headers)

        login = api.post("/api/token/", json=ANN, headers=headers)
        headers |= bearer(login.json()["access"])
        # Without DELETE, which would end the session.
        attack(api, description, headers, "--exclude-method=DELETE")

        log = (project.path / "server.log").read_text("utf-8")
        assert "Internal Server Error" not in log
        assert "Traceback" not in log
