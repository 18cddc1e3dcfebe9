"""Secrets are made anew for each project and are in one file that git ignores."""

import os
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.setup import write_dotenv
from tests.conftest import Project

COMPOSE: dict[str, object] = {
    "signing_algorithm": "HS256",
    "second_factor": "totp",
    "deployment": "compose",
}
NAMES = ["SECRET_KEY", "JWT_SIGNING_KEY", "SECOND_FACTOR_KEY", "POSTGRES_PASSWORD"]


def dotenv(project: Path) -> dict[str, str]:
    text = (project / ".env").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Z_]+)=(.+)$", text, re.MULTILINE))


def test_each_secret_is_of_fifty_bytes_and_explained(tmp_path: Path) -> None:
    assert write_dotenv(tmp_path / ".env", COMPOSE)

    secrets = dotenv(tmp_path)
    assert list(secrets) == NAMES
    assert len(set(secrets.values())) == 4
    # The password is put into an address as it is.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{67}", each) for each in secrets.values())
    lines = (tmp_path / ".env").read_text(encoding="utf-8").splitlines()
    assert [line.startswith("# ") for line in lines] == [True, False] * 4


def test_a_secret_signs_only_with_hs256(tmp_path: Path) -> None:
    for algorithm in ("HS256", "ES256", "EdDSA", "RS256"):
        (tmp_path / algorithm).mkdir()
        answers = COMPOSE | {
            "signing_algorithm": algorithm,
            "second_factor": "none",
            "deployment": "none",
        }
        write_dotenv(tmp_path / algorithm / ".env", answers)

        names = NAMES[: 2 if algorithm == "HS256" else 1]
        assert list(dotenv(tmp_path / algorithm)) == names


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    write_dotenv(tmp_path / ".env", COMPOSE)

    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_it_is_never_overwritten_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("SECRET_KEY=mine\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for name in ("file", "link"):
        assert not write_dotenv(tmp_path / name, COMPOSE)

    assert (tmp_path / "file").read_text(encoding="utf-8") == "SECRET_KEY=mine\n"
    assert not (tmp_path / "elsewhere").exists()


def test_two_projects_share_no_secret_and_all_else(cookies: Any) -> None:
    first, second = (Project(cookies.bake().project_path) for _ in range(2))

    secrets = [dotenv(each.path) for each in (first, second)]
    names = [name for name in NAMES if name != "SECOND_FACTOR_KEY"]
    assert [list(each) for each in secrets] == [names, names]
    assert len({secret for each in secrets for secret in each.values()}) == 6
    assert first.files() == second.files()
    for file in first.files():
        assert first.read(file) == second.read(file), file


def test_no_other_file_holds_a_secret(bake: Callable[..., Project]) -> None:
    project = bake()
    secrets = dotenv(project.path).values()

    for path in project.path.rglob("*"):
        if path.is_file() and path.name != ".env":
            content = path.read_bytes().decode(errors="replace")
            assert not any(secret in content for secret in secrets), path


def test_git_ignores_the_secrets(bake: Callable[..., Project], tmp_path: Path) -> None:
    project = bake(signing_algorithm="ES256")
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
    assert "/keys/" in project.read(".gitignore").splitlines()
