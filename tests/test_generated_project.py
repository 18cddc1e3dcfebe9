"""Generated projects pass their own check, for every two answers."""

import os
import re
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.answers import (
    QUESTIONS,
    Answers,
    choices,
    covering,
    covering_pairs,
    name_of,
    with_texts,
)
from tests.conftest import Project, Service
from tests.production import production

ROWS = with_texts(covering_pairs(choices()))
EVERY_TWO = pytest.mark.parametrize(
    "row",
    [
        # One process tests a row, so that it is baked once.
        pytest.param(
            *[row],
            id=f"{number}-{name_of(row)}",
            marks=pytest.mark.xdist_group(f"row-{number}"),
        )
        for number, row in enumerate(ROWS)
    ],
)

# All that decides how tokens are made, kept, carried and revoked.
TOKEN_ANSWERS: dict[str, list[Any]] = {
    "login_field": QUESTIONS["login_field"],
    "rotate_refresh_tokens": [True, False],
    "blacklisting": QUESTIONS["blacklisting"],
    "signing_algorithm": ["HS256", "EdDSA"],
    "token_transport": QUESTIONS["token_transport"],
}
EVERY_TOKEN_ROW = covering(TOKEN_ANSWERS, strength=len(TOKEN_ANSWERS))

pytestmark = pytest.mark.slow


DEPLOYMENT_CHECKS = (
    "tests/config/test_environment.py::test_production_passes_the_deployment_checks"
)


@EVERY_TWO
def test_it_passes_its_own_check(
    bake: Callable[..., Project], service: Service, row: Answers
) -> None:
    """The tests that start processes run with the presets and with each Python."""
    result = service.check(bake(row), "--fast", PYTEST_ADDOPTS="-W error")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "All is well." in result.stdout
    service.run_tests(bake(row), DEPLOYMENT_CHECKS)


PATHS = "from tests.endpoints import served; print(*(path for path, _ in served()))"


@EVERY_TWO
def test_its_readme_lists_every_endpoint(
    bake: Callable[..., Project], service: Service, row: Answers
) -> None:
    project = bake(row)
    paths = service.manage(
        project,
        *["shell", "--no-imports", "-c", PATHS],
        DJANGO_SETTINGS_MODULE="config.settings.test",
    )

    served = {re.sub(r"<\w+:\w*id>", "<id>", path) for path in paths.split()}
    readme = project.read("README.md")
    listed = re.findall(r"^\| `[A-Z, ]+ (/\S*)` \|", readme, re.MULTILINE)
    # The playground is there in development, and the admin is one line.
    assert set(listed) - served <= {"/", "/admin/"}
    others = {path for path in served if not path.startswith(("/admin/", "/media/"))}
    assert others <= {*listed, "/favicon.ico"}


ONE_OF_EACH = {
    "login_field": "email",
    "blacklisting": "token_blacklist",
    "signing_algorithm": "ES256",
    "drf_token_auth": True,
    "bookstore_example": True,
    "pyjwt_example": True,
}


STRICT_TYPES = """-m mypy --check-untyped-defs --disallow-untyped-calls
--disallow-untyped-decorators --disallow-untyped-defs"""
DESCRIPTION = f"manage.py spectacular --fail-on-warn --file {os.devnull}"


@pytest.mark.parametrize("answers", [{}, ONE_OF_EACH], ids=["default", "more"])
@pytest.mark.parametrize("command", [STRICT_TYPES, DESCRIPTION], ids=["types", "api"])
def test_it_is_stricter_than_it_asks_its_owner_to_be(
    bake: Callable[..., Project], service: Service, answers: Answers, command: str
) -> None:
    settings = "config.settings.test"

    result = service.run(
        bake(answers), *command.split(), DJANGO_SETTINGS_MODULE=settings
    )

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.full
@pytest.mark.parametrize("row", EVERY_TOKEN_ROW, ids=name_of)
def test_every_way_of_handling_tokens_passes_its_own_check(
    bake: Callable[..., Project], service: Service, row: Answers
) -> None:
    result = service.check(bake(row))

    assert result.returncode == 0, result.stdout + result.stderr


def test_it_passes_its_tests_on_postgresql_and_redis(
    bake: Callable[..., Project], service: Service, postgres: str, redis: str
) -> None:
    """With production's settings in the shell: its own data is not touched."""
    with socket.create_connection(("127.0.0.1", 6379)) as connection:
        connection.sendall(b"SELECT 0\r\nSET tests:kept 1\r\n")
        assert connection.recv(64)

    result = service.run(
        bake(),
        *["-m", "pytest", "-q", "-rs", "-n", "auto", "-p", "no:cacheprovider"],
        **production(DATABASE_URL=postgres, CACHE_URL=redis),
        CORS_ALLOWED_ORIGINS="https://app.example.com",
        THROTTLE_LOGIN="10/min",
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout
    with socket.create_connection(("127.0.0.1", 6379)) as connection:
        connection.sendall(b"GET tests:kept\r\n")
        assert connection.recv(64) == b"$1\r\n1\r\n"


def test_its_check_fails_when_something_is_wrong(
    cookies: object, service: Service
) -> None:
    project = Project(cookies.bake().project_path)  # type: ignore[attr-defined]
    model = project.path / "users" / "models.py"
    model.write_text(
        model.read_text("utf-8").replace('"email address"', "'address'"), "utf-8"
    )
    before = {name: project.read(name) for name in project.files()}

    result = service.check(project, "--fast")

    assert {name: project.read(name) for name in project.files()} == before
    assert result.returncode == 1
    assert "Failed: format, migrations, tests." in result.stdout
    assert "manage.py makemigrations" in result.stdout
    assert "dev.py fix" in result.stdout
    assert "test_the_migrations_match_the_models" in result.stdout

    assert service.run(project, "dev.py", "fix").returncode == 0
    assert '"address"' in model.read_text("utf-8")
