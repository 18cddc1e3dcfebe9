"""Baked projects, and one environment that all of them can be run in."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from jinja2 import Environment

from tests.answers import QUESTIONS, ROOT
from tests.commands import output_of

# Nothing of the developer's own environment leads the tests astray.
for name in ("CACHE_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV"):
    os.environ.pop(name, None)
os.environ["COOKIECUTTER_DRF_SETUP"] = "0"

# These tests belong to generated projects, and run there.
collect_ignore = ["owner/files"]

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/0"


@dataclass(frozen=True)
class Project:
    """A generated project. It is shared: tests look at it and change nothing."""

    path: Path

    def files(self) -> list[str]:
        """Return the paths of its text files, without those that only git ignores."""
        return sorted(
            path.relative_to(self.path).as_posix()
            for path in self.path.rglob("*")
            if path.is_file()
            and path.name != ".env"
            and path.suffix != ".mo"
            and not any(
                part.endswith("cache") or part == "__pycache__" for part in path.parts
            )
        )

    def read(self, name: str) -> str:
        return (self.path / name).read_bytes().decode()


@dataclass(frozen=True)
class Service:
    """An environment with everything a generated project needs to run its tests."""

    python: Path

    def run(
        self, project: Project, *arguments: str, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run Python in a project."""
        return subprocess.run(
            [str(self.python), *arguments],
            cwd=project.path,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def check(
        self, project: Project, *options: str, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a project's own check, with its tests in one process: several run here."""
        return self.run(
            project,
            *["dev.py", "check", *options],
            PYTEST_XDIST_AUTO_NUM_WORKERS="0",
            **environment,
        )

    def run_tests(self, project: Project, *names: str) -> None:
        """Run some of a project's tests, which must pass."""
        result = self.run(
            project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names
        )
        assert result.returncode == 0, result.stdout + result.stderr

    def manage(self, project: Project, *arguments: str, **environment: str) -> str:
        """Return the output of a command of Django, which must succeed."""
        result = self.run(project, "manage.py", *arguments, **environment)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Compile each template once: a process bakes many projects."""
    compiled: dict[Any, Any] = {}
    compile_template = Environment.compile

    def compile_once(self: Environment, *arguments: Any, **options: Any) -> Any:
        syntax = (self.block_start_string, self.line_statement_prefix, self.trim_blocks)
        key = (syntax, *self.extensions, *arguments, *options.items())
        if key not in compiled:
            compiled[key] = compile_template(self, *arguments, **options)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        yield


@pytest.fixture(scope="session")
def bake(cookies_session: Any) -> Callable[..., Project]:
    """Bake the template with some answers, once per set of answers."""
    baked: dict[str, Project] = {}

    def bake(answers: Mapping[str, Any] | None = None, **more: Any) -> Project:
        answers = {**(answers or {}), **more}
        defaults = {
            name: default[0] if isinstance(default, list) else default
            for name, default in QUESTIONS.items()
        }
        others = {n: answers[n] for n in answers if answers[n] != defaults[n]}
        key = json.dumps(others, sort_keys=True)
        if key not in baked:
            result = cookies_session.bake(extra_context=answers)
            assert result.exception is None, result.exception
            baked[key] = Project(result.project_path)
        return baked[key]

    return bake


@pytest.fixture(scope="session")
def service(
    bake: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory
) -> Service:
    """The environment, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    environment = base / "service"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = base / "service.done"
    with FileLock(base / "service.lock"):
        if not done.exists():
            uv = [sys.executable, "-m", "uv"]
            # With everything that any answer needs.
            project = bake(signing_algorithm="ES256", second_factor="passkeys")
            # Compiled once, and not in each of the hundreds of processes.
            install = [*uv, "pip", "install", "--compile-bytecode"]
            for command in (
                [*uv, "venv", "--python", sys.executable, str(environment)],
                [*install, "--python", str(python), "--group", "dev"],
            ):
                output_of(*command, cwd=project.path)
            done.touch()
    return Service(python)


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of PostgreSQL; in CI it must answer."""
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"PostgreSQL does not answer on 127.0.0.1:5432: {error}")
    return POSTGRES


@pytest.fixture
def owners(
    bake: Callable[..., Project], service: Service, tmp_path: Path
) -> Callable[..., Any]:
    """Make a copy of a project, which an owner can change."""
    from tests.owner.project import OwnersProject

    def make(**answers: Any) -> OwnersProject:
        return OwnersProject.copied(
            bake(answers), tmp_path / "project", service, answers
        )

    return make


@pytest.fixture
def database(postgres: str) -> Iterator[str]:
    """The address of a new and empty database."""
    from tests.production import new_database

    with new_database(postgres) as address:
        yield address


@pytest.fixture(scope="module")
def shared_database(postgres: str) -> Iterator[str]:
    """One for all tests of a module."""
    from tests.production import new_database

    with new_database(postgres) as address:
        yield address


@pytest.fixture(scope="session")
def redis() -> str:
    """The address of Redis or Valkey; in CI it must answer."""
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=3) as connection:
            connection.sendall(b"PING\r\n")
            answer = connection.recv(16)
    except OSError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Redis does not answer on 127.0.0.1:6379: {error}")
    assert answer == b"+PONG\r\n"
    return REDIS


@pytest.fixture
def clean_home(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has just sat down: an empty HOME."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COOKIECUTTER", "PYTEST", "PYTHON", "XDG"))
    }
    return {**environment, "HOME": str(home), "USERPROFILE": str(home)}


__all__ = ["ROOT", "Project", "Service"]
