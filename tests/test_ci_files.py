"""The CI files of a generated project: valid, with few permissions, and their commands work."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.answers import ROOT
from tests.commands import output_of
from tests.conftest import Project

BIN = Path(sys.executable).parent
WORKFLOW = ".github/workflows/check.yml"
GITLAB = ".gitlab-ci.yml"
FILES = {"github": WORKFLOW, "gitlab": GITLAB}
ACTION = re.compile(r"uses: (.+)")


@pytest.fixture
def github(bake: Callable[..., Project]) -> Project:
    return bake(ci="github")


@pytest.mark.parametrize(
    ("ci", "file", "schema"),
    [
        ("github", WORKFLOW, "vendor.github-workflows"),
        ("github", WORKFLOW, "custom.github-workflows-require-timeout"),
        ("github", ".github/dependabot.yml", "vendor.dependabot"),
        ("gitlab", GITLAB, "vendor.gitlab-ci"),
    ],
)
@pytest.mark.parametrize("deployment", ["compose", "none"])
def test_a_file_matches_its_schema(
    bake: Callable[..., Project], ci: str, file: str, schema: str, deployment: str
) -> None:
    path = bake(ci=ci, deployment=deployment).path / file

    output_of(BIN / "check-jsonschema", f"--builtin-schema={schema}", path)


def test_zizmor_finds_nothing_in_both_repositories(github: Project) -> None:
    for folder in (github.path, ROOT):
        output_of(BIN / "zizmor", "--offline", "--quiet", folder / ".github")


def test_a_workflow_has_few_permissions_and_pinned_actions(github: Project) -> None:
    text = github.read(WORKFLOW)
    workflow = yaml.safe_load(text)

    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 20
    assert "pull_request_target" not in text
    assert "secrets." not in text

    uses = ACTION.findall(text)
    assert uses
    for action in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)
    checkouts = text.count("actions/checkout@")
    assert text.count("persist-credentials: false") == checkouts
    # Dependabot updates those of the template.
    own = (ROOT / WORKFLOW).read_text(encoding="utf-8")
    assert set(ACTION.findall(own)) == set(uses)


def test_all_files_use_the_same_images(bake: Callable[..., Project]) -> None:
    texts = [bake().read(file) for file in ("Dockerfile", "compose.yaml", WORKFLOW)]
    texts.append(bake(ci="gitlab").read(GITLAB))
    image = re.compile(r"\b(postgres|valkey/valkey|python):(\d[\w.-]*)[\"\s]")
    found = {match for text in texts for match in image.findall(text)}

    assert sorted(name for name, _ in found) == ["postgres", "python", "valkey/valkey"]


@pytest.mark.parametrize("ci", FILES)
def test_the_projects_check_runs_with_real_services(
    bake: Callable[..., Project], ci: str
) -> None:
    text = bake(ci=ci).read(FILES[ci])

    assert ".venv/bin/python dev.py check" in text
    assert "DATABASE_URL: postgres://" in text
    assert "CACHE_URL: redis://" in text
    assert "pip-audit --strict" in text
    assert not re.search(r"PASSWORD|SECRET|JWT_", text)


def test_the_check_runs_on_the_oldest_python_and_that_of_the_image(
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


def commands(project: Project, ci: str, job: str) -> Iterator[str]:
    """Return the commands of a job."""
    if ci == "github":
        steps = yaml.safe_load(project.read(WORKFLOW))["jobs"][job]["steps"]
        yield from (step["run"] for step in steps if "run" in step)
    else:
        pipeline: dict[str, Any] = yaml.safe_load(project.read(GITLAB))
        yield from pipeline["default"]["before_script"]
        yield from pipeline[job]["script"]


@pytest.mark.slow
@pytest.mark.parametrize("ci", FILES)
def test_the_commands_install_the_tools_and_list_the_packages(
    bake: Callable[..., Project], ci: str, tmp_path: Path
) -> None:
    """All commands except dev.py check, which another test runs, and pip-audit, which
    needs the internet."""
    project = bake(ci=ci)
    copy = tmp_path / "project"
    shutil.copytree(project.path, copy)
    left_out = ("dev.py check", "uvx pip-audit", "-m pip install")
    script = [
        command
        for job in ("check", "audit")
        for command in commands(project, ci, job)
        if not any(word in command for word in left_out)
    ]
    environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
    environment["PATH"] = f"{BIN}:{os.environ['PATH']}"

    output = output_of("sh", "-e", "-c", "\n".join(script), cwd=copy, env=environment)

    assert "django==" in output
    installed = {path.name for path in (copy / ".venv" / "bin").iterdir()}
    assert {"pytest", "ruff", "mypy", "lint-imports", "gunicorn"} <= installed
    listed = (copy / "runtime.txt").read_text(encoding="utf-8")
    assert "pytest==" not in listed
    assert listed.count("--hash=sha256:") > 50
