"""Projects made with cruft can be kept up to date with the template."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.answers import QUESTIONS, ROOT, choices
from tests.commands import output_of, run
from tests.conftest import Project
from tests.owner.project import OwnersProject

pytestmark = pytest.mark.slow

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".*cache", "__pycache__")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


def commit_all(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "State")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the template as it is now."""
    template = tmp_path_factory.mktemp("original") / "template"
    shutil.copytree(ROOT, template, ignore=NOT_COPIED)
    git(template, "init", "--quiet")
    commit_all(template)
    return template


@pytest.fixture
def template(original: Path, tmp_path: Path) -> Path:
    """A copy, for a test that changes it."""
    return Path(shutil.copytree(original, tmp_path / "template"))


@pytest.fixture
def cruft(tmp_path: Path, clean_home: dict[str, str]) -> Callable[..., str]:
    def run_cruft(*arguments: str, cwd: Path = tmp_path) -> str:
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

    return run_cruft


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


def test_the_login_field_stays_and_the_reason_is_given(
    tmp_path: Path, original: Path, cruft: Callable[..., str]
) -> None:
    cruft("create", "--no-input", str(original))
    project = tmp_path / "acme-api"
    git(project, "init", "--quiet")
    commit_all(project)
    for place, options in ((project, []), (tmp_path, ["-p", "acme-api"])):
        update = ["update", "--skip-apply-ask", *options, "--variables-to-update"]
        result = run(
            *[sys.executable, "-m", "cruft", *update, '{"login_field": "email"}'],
            cwd=place,
        )

        assert result.returncode == 1
        assert result.stdout.startswith("Nothing was changed. login_field stays usern")
        assert "Traceback" not in result.stdout
    assert output_of("git", "status", "--porcelain", cwd=project) == ""


# The answers that are given in turn to a project with the defaults, which are the last. Of
# each question, all are given and taken back; the other answers are the defaults.
CHANGES = [
    (name, [*answers[1:], answers[0]])
    for name, answers in choices().items()
    if name != "login_field"  # It is refused.
]


def edited(project: OwnersProject) -> None:
    """Change what owners change most: settings, URLs, a model, a serializer, a test."""
    project.add_app("shops")
    project.append("config/settings/base.py", "\nSHOPS_ARE_OPEN = True\n")
    project.add_url('path("shops/", include("shops.urls"))')
    project.add_to_user("    phone = models.CharField(max_length=20, blank=True)")
    project.replace(
        *("users/serializers.py", '            "last_name",\n        ]\n'),
        '            "last_name",\n            "phone",\n        ]\n',
    )
    project.write("shops/__init__.py", "")
    (project.path / "tests" / "api" / "test_pagination.py").unlink()


def contents(project: Path) -> dict[str, bytes]:
    """Return the files that git tracks, or would."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=project,
        capture_output=True,
        check=True,
        text=True,
    )
    names = {name for name in listed.stdout.split("\0") if name} - {".cruft.json"}
    found = {name: project / name for name in names}
    return {name: path.read_bytes() for name, path in found.items() if path.is_file()}


# What a release of the template changes: a file, a text in it, and its replacement.
RELEASE = [
    ("pyproject.toml", '"redis>=8,<9"', '"redis>=8.1,<9"'),
    (
        "config/settings/base.py",
        "DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000\n",
        "DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000\nDATA_UPLOAD_MAX_NUMBER_FIELDS = 500\n",
    ),
    ("config/urls.py", 'include("tokens.step_up")', 'include("tokens.step_up_view")'),
    ("users/models.username.py", '"150 characters or fewer', '"At most 150 characters'),
    ("users/serializers.py", "an endpoint of its own", "another endpoint"),
    ("tests/api/test_pagination.py", '"""', '"""Tests: '),
    ("tokens/step_up.py", '"""The endpoint', '"""An endpoint'),
]


def release(template: Path, version: str) -> None:
    """Change the template as a release does, with a file that is moved, and tag it."""
    tree = template / "{{cookiecutter.project_slug}}"
    for name, old, new in RELEASE:
        text = (tree / name).read_text("utf-8")
        assert old in text, name
        (tree / name).write_text(text.replace(old, new, 1), "utf-8")
    (tree / "tokens" / "step_up.py").rename(tree / "tokens" / "step_up_view.py")
    commit_all(template)
    git(template, "tag", version)


def test_a_release_is_merged_with_the_changes_of_the_owner(
    template: Path, cruft: Callable[..., str], tmp_path: Path
) -> None:
    git(template, "tag", "v1")
    projects = []
    for folder, version in (("owned", "v1"), ("expected", "v2")):
        if version == "v2":
            release(template, "v2")
        (tmp_path / folder).mkdir()
        options = ("--no-input", "--checkout", version, str(template))
        cruft("create", *options, cwd=tmp_path / folder)
        path = tmp_path / folder / "acme-api"
        project = OwnersProject(path, Path(sys.executable), {})
        git(path, "init", "--quiet")
        commit_all(path)
        assert cruft("diff", "--exit-code", cwd=path) == ""
        assert "up to date" in cruft("check", "--checkout", version, cwd=path)
        edited(project)
        commit_all(path)
        projects.append(path)
    owned, expected = projects
    secrets = (owned / ".env").read_bytes()
    changes = cruft("diff", cwd=owned)
    for secret in (owned / ".env").read_text("utf-8").splitlines():
        if secret[:1].isupper():
            assert secret.partition("=")[2] not in changes
    assert run(sys.executable, "-m", "cruft", "check", cwd=owned).returncode == 1

    cruft("update", "--skip-apply-ask", "--checkout", "v2", cwd=owned)

    assert not list(owned.rglob("*.rej"))
    assert (owned / ".env").read_bytes() == secrets
    assert not any((owned / name).exists() for name in (".venv", "db.sqlite3"))
    assert contents(owned) == contents(expected)


@pytest.mark.parametrize(("name", "answers"), CHANGES, ids=dict(CHANGES))
def test_another_answer_is_merged_with_the_changes_of_the_owner(
    bake: Callable[..., Project],
    original: Path,
    cruft: Callable[..., str],
    tmp_path: Path,
    name: str,
    answers: list[Any],
) -> None:
    """The result is what the owner would have made of a new project with this answer."""
    assert name in QUESTIONS
    cruft("create", "--no-input", str(original))
    project = OwnersProject(tmp_path / "acme-api", Path(sys.executable), {})
    git(project.path, "init", "--quiet")
    commit_all(project.path)
    edited(project)
    commit_all(project.path)
    secrets = (project.path / ".env").read_bytes()

    for number, answer in enumerate(answers):
        changed = json.dumps({name: answer})
        options = ("--skip-apply-ask", "--variables-to-update", changed)
        cruft("update", *options, cwd=project.path)

        assert not list(project.path.rglob("*.rej"))
        assert (project.path / ".env").read_bytes() == secrets
        assert not (project.path / ".venv").exists()
        expected = OwnersProject(
            shutil.copytree(bake({name: answer}).path, tmp_path / str(number)),
            Path(sys.executable),
            {},
        )
        git(expected.path, "init", "--quiet")
        edited(expected)
        found, wanted = contents(project.path), contents(expected.path)
        different = [n for n in found | wanted if found.get(n) != wanted.get(n)]
        assert different == [], answer
        commit_all(project.path)
