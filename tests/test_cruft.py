"""Projects made with cruft can be kept up to date with the template."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.answers import ROOT

pytestmark = pytest.mark.slow

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "*cache*")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


def commit_all(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "State")


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A repository with the template as it is now."""
    template = tmp_path / "template"
    shutil.copytree(ROOT, template, ignore=NOT_COPIED)
    git(template, "init", "--quiet")
    commit_all(template)
    return template


@pytest.fixture
def cruft(tmp_path: Path, clean_home: dict[str, str]) -> Callable[..., str]:
    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        environment = {**clean_home, "COOKIECUTTER_DRF_SETUP": "1"}
        result = subprocess.run(
            [sys.executable, "-m", "cruft", *arguments],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    return run


def test_a_project_is_made_without_installing_and_updated_without_conflicts(
    tmp_path: Path, template: Path, cruft: Callable[..., str]
) -> None:
    cruft("create", "--no-input", str(template))
    project = tmp_path / "acme-api"
    secrets = (project / ".env").read_bytes()
    assert not (project / ".venv").exists()
    assert (project / "tokens" / "models.py").is_file()
    git(project, "init", "--quiet")
    commit_all(project)
    assert cruft("diff", "--exit-code", cwd=project) == ""

    readme = template / "{{cookiecutter.project_slug}}" / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8") + "\nNews.\n", "utf-8")
    commit_all(template)
    cruft(
        "update",
        "--skip-apply-ask",
        "--variables-to-update",
        json.dumps({"blacklisting": "none"}),
        cwd=project,
    )

    assert (project / "README.md").read_text(encoding="utf-8").endswith("\nNews.\n")
    assert not (project / "tokens" / "models.py").exists()
    assert (project / ".env").read_bytes() == secrets
    assert not list(project.rglob("*.rej"))
    commit_all(project)
    assert cruft("diff", "--exit-code", cwd=project) == ""
