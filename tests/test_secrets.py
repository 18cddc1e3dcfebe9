"""Secrets are made anew for each project and stand in one file that git ignores."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import Project


def dotenv(project: Path) -> dict[str, str]:
    text = (project / ".env").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.+)$", text, re.MULTILINE))


def test_with_a_key_pair_there_is_no_secret_that_signs(
    bake: Callable[..., Project],
) -> None:
    project = bake(signing_algorithm="ES256", deployment="none")

    assert list(dotenv(project.path)) == ["SECRET_KEY"]


def test_two_projects_share_no_secret(cookies: Any) -> None:
    first, second = (dotenv(cookies.bake().project_path) for _ in range(2))

    names = ["JWT_SIGNING_KEY", "POSTGRES_PASSWORD", "SECRET_KEY"]
    assert sorted(first) == sorted(second) == names
    assert len({*first.values(), *second.values()}) == 6
    assert min(map(len, first.values())) >= 64


def test_no_other_file_holds_a_secret(bake: Callable[..., Project]) -> None:
    project = bake()
    secrets = dotenv(project.path).values()

    for path in project.path.rglob("*"):
        if path.is_file() and path.name != ".env":
            content = path.read_bytes().decode(errors="replace")
            assert not any(secret in content for secret in secrets), path


def test_git_ignores_the_secrets(bake: Callable[..., Project], tmp_path: Path) -> None:
    project = bake()
    git = ["git", f"--git-dir={tmp_path / 'git'}", f"--work-tree={project.path}"]
    subprocess.run([*git, "init", "-q"], check=True)
    untracked = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard"],
        cwd=project.path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()

    assert "manage.py" in untracked
    assert ".env" not in untracked


def test_git_ignores_the_private_keys(bake: Callable[..., Project]) -> None:
    ignored = bake(signing_algorithm="ES256").read(".gitignore").splitlines()

    assert "/keys/" in ignored


def test_nothing_random_is_in_a_tracked_file(cookies: Any) -> None:
    first, second = (Project(cookies.bake().project_path) for _ in range(2))

    assert first.files() == second.files()
    for file in first.files():
        assert first.read(file) == second.read(file), file
