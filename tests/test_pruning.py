"""The files of other answers are removed, and the user's own files are left alone."""

import ast
import json
import os
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.choose_files import choose_files
from tests.fake_tools import HOOK, ROOT

TREE = ROOT / "{{cookiecutter.project_slug}}"

ONLY_WITH: dict[tuple[str, object], list[str]] = {
    ("login_field", "username"): ["users/models.username.py"],
    ("login_field", "email"): ["users/*.email.py", "mail/links.py"],
    ("rotation", True): ["tests/test_rotation.py", "tests/test_single_use.py"],
    ("blacklisting", "sessions"): ["tests/test_logout.py", "login_sessions"],
    ("blacklisting", "token_blacklist"): [
        "tests/test_logout.py",
        "tests/test_single_use.py",
    ],
}
ANSWERS = {"login_field": "email", "rotation": True, "blacklisting": "none"}
CHOSEN = {
    "manage.py": "manage.py",
    "users/models.py": "users/models.email.py",
    "mail/links.py": "mail/links.py",
    "tests/test_rotation.py": "tests/test_rotation.py",
}


def only_with() -> dict[tuple[str, object], list[str]]:
    """Return the table in the hook, without running the hook."""
    tree = ast.parse(HOOK.read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    for statement in tree.body:
        if ": list[str] = " in (text := ast.unparse(statement)) or "ONLY_WITH:" in text:
            exec(text, names)
    return dict(names["ONLY_WITH"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    written = {path for paths in ONLY_WITH.values() for path in paths}
    written -= {"login_sessions", "users/*.email.py"}
    written |= {"manage.py", "users/models.email.py", "login_sessions/models.py"}
    for path in (*written, "login_sessions/migrations/0001_initial.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, encoding="utf-8")
    return tmp_path


def write_long_ago(project: Path, *paths: str) -> None:
    for path in paths:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text("the user's own", encoding="utf-8")
        os.utime(project / path, (1_600_000_000, 1_600_000_000))


def files(project: Path) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in project.rglob("*")
        if path.is_file()
    }


def folders(project: Path) -> set[str]:
    return {path.name for path in project.rglob("*") if path.is_dir()}


def test_the_table_holds_paths_of_the_template_and_answers_to_its_questions() -> None:
    questions = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))
    for (question, answer), paths in only_with().items():
        default = questions[question]
        assert answer in ([True, False] if isinstance(default, bool) else default)
        for path in paths:
            assert list(TREE.glob(path)), path


def test_every_file_with_an_answer_in_its_name_is_in_the_table() -> None:
    patterns = {path for paths in only_with().values() for path in paths}
    listed = {path for pattern in patterns for path in TREE.glob(pattern)}
    answers = {answer for _, answer in only_with() if isinstance(answer, str)}

    assert {
        path
        for path in TREE.rglob("*.*.*")
        if path.name.split(".")[-2] in answers and path.suffix != ".pyc"
    } <= listed


def test_what_the_answers_ask_for_stays_and_the_rest_is_removed(project: Path) -> None:
    for _ in range(2):  # doing it again changes nothing
        choose_files(project, ONLY_WITH, ANSWERS)

        assert files(project) == CHOSEN
        assert folders(project) == {"users", "mail", "tests"}


def test_no_empty_folder_is_left(project: Path) -> None:
    choose_files(project, ONLY_WITH, ANSWERS | {"login_field": "username"})

    assert folders(project) == {"users", "tests"}


@pytest.mark.parametrize(
    ("path", "rotation", "blacklisting", "stays"),
    [
        # Under two answers to a question it needs one of them, under two questions both.
        ("tests/test_logout.py", True, "sessions", True),
        ("tests/test_logout.py", True, "token_blacklist", True),
        ("tests/test_logout.py", True, "none", False),
        ("tests/test_single_use.py", True, "token_blacklist", True),
        ("tests/test_single_use.py", True, "none", False),
        ("tests/test_single_use.py", False, "token_blacklist", False),
    ],
)
def test_a_path_under_several_answers(
    project: Path, path: str, rotation: bool, blacklisting: str, stays: bool
) -> None:
    answers = ANSWERS | {"rotation": rotation, "blacklisting": blacklisting}

    choose_files(project, ONLY_WITH, answers)

    assert (project / path).exists() is stays


def test_only_the_answer_is_taken_out_of_a_name(project: Path) -> None:
    (project / "users.email.d").mkdir()
    table: dict[tuple[str, object], list[str]] = {
        ("login_field", "email"): ["users.email.d/*", "*.email"]
    }
    for path in ("users.email.d/0001_initial.email.py", "Dockerfile.email"):
        (project / path).touch()

    choose_files(project, table, ANSWERS)

    assert (project / "users.email.d/0001_initial.py").exists()
    assert (project / "Dockerfile.email").exists()


# `cookiecutter -f`: what this run did not write is the user's own


def test_overwriting_a_project_brings_the_chosen_file_up_to_date(project: Path) -> None:
    write_long_ago(project, "users/models.py")

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == CHOSEN


def test_the_users_file_in_a_folder_that_is_removed_stays(project: Path) -> None:
    write_long_ago(project, "login_sessions/mine.py")

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == CHOSEN | {"login_sessions/mine.py": "the user's own"}
    assert folders(project) == {"users", "mail", "tests", "login_sessions"}


def test_with_skip_if_file_exists_the_users_files_stay(project: Path) -> None:
    own = ("manage.py", "users/models.py", "login_sessions/models.py")
    write_long_ago(project, *own)

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == CHOSEN | dict.fromkeys(own, "the user's own")
