"""What runs the checks of a generated project: lint-clean, least privilege, and it works."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.answers import ROOT
from tests.conftest import Project

BIN = Path(sys.executable).parent
WORKFLOW = ".github/workflows/check.yml"
GITLAB = ".gitlab-ci.yml"
ACTION = re.compile(r"uses: (.+)")


@pytest.fixture
def github(bake: Callable[..., Project]) -> Project:
    return bake(ci="github")


@pytest.fixture
def gitlab(bake: Callable[..., Project]) -> Project:
    return bake(ci="gitlab")


def lint(*command: str | Path) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        (WORKFLOW, "vendor.github-workflows"),
        (WORKFLOW, "custom.github-workflows-require-timeout"),
        (".github/dependabot.yml", "vendor.dependabot"),
    ],
)
@pytest.mark.parametrize("deployment", ["compose", "none"])
def test_github_knows_every_word_of_its_files(
    bake: Callable[..., Project], file: str, schema: str, deployment: str
) -> None:
    path = bake(ci="github", deployment=deployment).path / file

    assert lint(BIN / "check-jsonschema", f"--builtin-schema={schema}", path) == ""


def test_gitlab_knows_every_word_of_its_file(gitlab: Project) -> None:
    check = BIN / "check-jsonschema"

    assert lint(check, "--builtin-schema=vendor.gitlab-ci", gitlab.path / GITLAB) == ""


def test_zizmor_finds_nothing_there_and_nothing_here(github: Project) -> None:
    for folder in (github.path, ROOT):
        assert lint(BIN / "zizmor", "--offline", "--quiet", folder / ".github") == ""


def test_the_template_and_its_projects_use_the_same_actions(github: Project) -> None:
    own = (ROOT / WORKFLOW).read_text(encoding="utf-8")

    assert set(ACTION.findall(own)) == set(ACTION.findall(github.read(WORKFLOW)))


def test_images_have_the_same_versions_everywhere(bake: Callable[..., Project]) -> None:
    files = {
        **{
            file: bake().read(file) for file in ("Dockerfile", "compose.yaml", WORKFLOW)
        },
        GITLAB: bake(ci="gitlab").read(GITLAB),
    }
    image = re.compile(r"\b(postgres|valkey/valkey|python):(\d[\w.-]*)[\"\s]")
    versions: dict[str, set[str]] = {}
    for text in files.values():
        for name, version in image.findall(text):
            versions.setdefault(name, set()).add(version)

    assert set(versions) == {"postgres", "valkey/valkey", "python"}
    assert all(len(found) == 1 for found in versions.values()), versions


def test_a_workflow_may_read_the_code_and_nothing_else(github: Project) -> None:
    workflow = yaml.safe_load(github.read(WORKFLOW))

    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 20
    text = github.read(WORKFLOW)
    assert "pull_request_target" not in text
    assert "secrets." not in text


def test_actions_are_named_by_their_commit(github: Project) -> None:
    uses = ACTION.findall(github.read(WORKFLOW))

    assert uses
    for action in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    checkouts = github.read(WORKFLOW).count("actions/checkout@")
    assert github.read(WORKFLOW).count("persist-credentials: false") == checkouts


@pytest.mark.parametrize(("ci", "file"), [("github", WORKFLOW), ("gitlab", GITLAB)])
def test_both_run_the_projects_own_check_with_real_services(
    bake: Callable[..., Project], ci: str, file: str
) -> None:
    text = bake(ci=ci).read(file)

    assert ".venv/bin/python check.py" in text
    assert "DATABASE_URL: postgres://" in text
    assert "CACHE_URL: redis://" in text
    assert "pip-audit --strict" in text
    assert not re.search(r"PASSWORD|SECRET|JWT_", text)


def test_both_run_on_the_oldest_python_and_on_the_images(
    bake: Callable[..., Project],
) -> None:
    image = re.search(r"FROM python:([\d.]+)-", bake().read("Dockerfile"))
    oldest = re.search(r"requires-python = \">=(.*)\"", bake().read("pyproject.toml"))
    assert image
    assert oldest

    expected = [oldest[1], image[1]]
    github = yaml.safe_load(bake(ci="github").read(WORKFLOW))
    assert github["jobs"]["check"]["strategy"]["matrix"]["python"] == expected
    gitlab = yaml.safe_load(bake(ci="gitlab").read(GITLAB))
    assert gitlab["check"]["parallel"]["matrix"] == [{"PYTHON": expected}]


def test_without_ci_no_folder_is_left(bake: Callable[..., Project]) -> None:
    for answers in ({"ci": "none"}, {"ci": "gitlab"}):
        assert not (bake(answers).path / ".github").exists()
    for answers in ({"ci": "none"}, {"ci": "github"}):
        assert not (bake(answers).path / GITLAB).exists()


def commands(project: Project, ci: str, job: str) -> Iterator[str]:
    """Return what a job runs, the same for both."""
    if ci == "github":
        steps = yaml.safe_load(project.read(WORKFLOW))["jobs"][job]["steps"]
        yield from (step["run"] for step in steps if "run" in step)
    else:
        pipeline: dict[str, Any] = yaml.safe_load(project.read(GITLAB))
        yield from pipeline["default"]["before_script"]
        yield from pipeline[job]["script"]


@pytest.mark.slow
@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_its_commands_install_what_the_check_needs_and_list_what_runs(
    bake: Callable[..., Project], ci: str, tmp_path: Path
) -> None:
    """All commands, but the check itself (run elsewhere) and the question about
    vulnerabilities, which is asked on the internet."""
    project = bake(ci=ci)
    copy = tmp_path / "project"
    shutil.copytree(project.path, copy)
    elsewhere = ("check.py", "uvx pip-audit", "-m pip install")
    done = [
        command
        for job in ("check", "audit")
        for command in commands(project, ci, job)
        if not any(word in command for word in elsewhere)
    ]
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
    environment["PATH"] = f"{BIN}:{os.environ['PATH']}"

    result = subprocess.run(
        ["sh", "-e", "-c", "\n".join(done)],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert "django==" in result.stdout
    installed = {path.name for path in (copy / ".venv" / "bin").iterdir()}
    assert {"pytest", "ruff", "mypy", "lint-imports", "gunicorn"} <= installed
    listed = (copy / "runtime.txt").read_text(encoding="utf-8")
    assert "pytest==" not in listed
    assert listed.count("--hash=sha256:") > 50
