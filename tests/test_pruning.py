"""The files of other answers are removed, and the user's own files are left alone."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.choose_files import choose_files
from tests.answers import ROOT
from tests.fake_tools import HOOK

TREE = ROOT / "{{cookiecutter.project_slug}}"

ONLY_WITH: dict[tuple[str, object], list[str]] = {
    ("login_field", "username"): ["users/models.username.py"],
    ("login_field", "email"): ["users/models.email.py", "mail/links.py"],
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
    names: dict[str, Any] = {"__name__": "hook"}
    text = HOOK.read_text(encoding="utf-8")
    exec(text.replace("{{ cookiecutter | tojson }}", "{}"), names)
    return dict(names["ONLY_WITH"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    written = {path for paths in ONLY_WITH.values() for path in paths}
    written -= {"login_sessions"}
    written |= {"manage.py", "login_sessions/models.py", "login_sessions/a/0001.py"}
    for path in written:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, encoding="utf-8")
    return tmp_path


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
            assert (TREE / path).exists(), path


def test_every_file_with_an_answer_in_its_name_is_in_the_table() -> None:
    listed = {TREE / path for paths in only_with().values() for path in paths}
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


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        # The chosen file is brought up to date.
        (["users/models.py"], []),
        (["login_sessions/mine.py"], ["login_sessions/mine.py"]),
        # With --skip-if-file-exists, Cookiecutter did not write over these.
        (*[["manage.py", "users/models.py", "login_sessions/models.py"]] * 2,),
    ],
)
def test_what_this_run_did_not_write_is_the_users_own(
    project: Path, own: list[str], kept: list[str]
) -> None:
    for path in own:
        (project / path).write_text("the user's own", encoding="utf-8")
        os.utime(project / path, (1_600_000_000, 1_600_000_000))

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == CHOSEN | dict.fromkeys(kept, "the user's own")
    assert ("login_sessions" in folders(project)) is (len(kept) > 0)
