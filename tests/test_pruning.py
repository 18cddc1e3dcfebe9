import ast
import json
import os
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.project_setup.choose_files import choose_files, place_of
from tests.fake_tools import HOOK, ROOT

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


def only_with() -> dict[tuple[str, object], list[str]]:
    """Return the table in the hook, without running the hook."""
    names: dict[str, Any] = {}
    for statement in ast.parse(HOOK.read_text(encoding="utf-8")).body:
        if ast.unparse(statement).startswith(("KEY_PAIR", "MAIL", "ONLY_WITH")):
            exec(ast.unparse(statement), names)
    return dict(names["ONLY_WITH"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(
        tmp_path / "project",
        "manage.py",
        "users/models.username.py",
        "users/models.email.py",
        "mail/links.py",
        "tests/test_rotation.py",
        "tests/test_single_use.py",
        "tests/test_logout.py",
        "login_sessions/models.py",
        "login_sessions/migrations/0001_initial.py",
    )


def write(project: Path, *paths: str) -> Path:
    for path in paths:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(path, encoding="utf-8")
    return project


def write_long_ago(project: Path, path: str) -> None:
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
    return {
        path.relative_to(project).as_posix()
        for path in project.rglob("*")
        if path.is_dir()
    }


@pytest.mark.parametrize("path", sorted({p for ps in only_with().values() for p in ps}))
def test_every_path_of_the_table_is_in_the_template(path: str) -> None:
    assert (TREE / path).exists()


@pytest.mark.parametrize("key", only_with(), ids=str)
def test_every_answer_of_the_table_can_be_given(key: tuple[str, object]) -> None:
    question, answer = key
    questions = json.loads((ROOT / "cookiecutter.json").read_text(encoding="utf-8"))

    default = questions[question]
    choices = [True, False] if isinstance(default, bool) else default

    assert answer in choices


def test_every_file_with_an_answer_in_its_name_is_in_the_table() -> None:
    listed = {path for paths in only_with().values() for path in paths}
    answers = {answer for _, answer in only_with() if isinstance(answer, str)}

    named = {
        path.relative_to(TREE).as_posix()
        for path in TREE.rglob("*.*.*")
        if path.name.split(".")[-2] in answers and path.suffix != ".pyc"
    }

    assert named <= listed


def test_what_the_answers_ask_for_stays_and_the_rest_goes(project: Path) -> None:
    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == {
        "manage.py": "manage.py",
        "users/models.py": "users/models.email.py",
        "mail/links.py": "mail/links.py",
        "tests/test_rotation.py": "tests/test_rotation.py",
    }


def test_no_empty_folder_is_left(project: Path) -> None:
    choose_files(project, ONLY_WITH, ANSWERS | {"login_field": "username"})

    assert folders(project) == {"users", "tests"}


@pytest.mark.parametrize("answer", ["sessions", "token_blacklist"])
def test_a_path_under_two_answers_to_a_question_needs_one(
    project: Path, answer: str
) -> None:
    choose_files(project, ONLY_WITH, ANSWERS | {"blacklisting": answer})

    assert (project / "tests/test_logout.py").exists()


@pytest.mark.parametrize(
    ("rotation", "blacklisting", "stays"),
    [
        (True, "token_blacklist", True),
        (True, "none", False),
        (False, "token_blacklist", False),
    ],
)
def test_a_path_under_two_questions_needs_both(
    project: Path, rotation: bool, blacklisting: str, stays: bool
) -> None:
    answers = ANSWERS | {"rotation": rotation, "blacklisting": blacklisting}

    choose_files(project, ONLY_WITH, answers)

    assert (project / "tests/test_single_use.py").exists() is stays


def test_paths_that_are_not_there_are_no_error(tmp_path: Path) -> None:
    write(tmp_path, "manage.py")

    choose_files(tmp_path, ONLY_WITH, ANSWERS)

    assert files(tmp_path) == {"manage.py": "manage.py"}


def test_doing_it_again_changes_nothing(project: Path) -> None:
    choose_files(project, ONLY_WITH, ANSWERS)
    before = files(project)

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == before


def test_overwriting_a_project_brings_the_chosen_file_up_to_date(project: Path) -> None:
    write_long_ago(project, "users/models.py")

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project)["users/models.py"] == "users/models.email.py"


def test_a_file_in_a_folder_that_goes_stays_if_cookiecutter_did_not_write_it(
    project: Path,
) -> None:
    write_long_ago(project, "login_sessions/mine.py")

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project)["login_sessions/mine.py"] == "the user's own"
    assert folders(project) == {"users", "mail", "tests", "login_sessions"}


def test_with_skip_if_file_exists_the_users_files_stay(project: Path) -> None:
    for path in ("manage.py", "users/models.py", "login_sessions/models.py"):
        write_long_ago(project, path)

    choose_files(project, ONLY_WITH, ANSWERS)

    assert files(project) == {
        "manage.py": "the user's own",
        "users/models.py": "the user's own",
        "login_sessions/models.py": "the user's own",
        "mail/links.py": "mail/links.py",
        "tests/test_rotation.py": "tests/test_rotation.py",
    }


@pytest.mark.parametrize(
    ("path", "answer", "place"),
    [
        ("users/models.email.py", "email", "users/models.py"),
        ("migrations/0001_initial.email.py", "email", "migrations/0001_initial.py"),
        ("Dockerfile.email", "email", "Dockerfile.email"),
        ("users.email.d/models.py", "email", "users.email.d/models.py"),
        ("tests/test_rotation.py", True, "tests/test_rotation.py"),
    ],
)
def test_where_a_file_ends_up(path: str, answer: object, place: str) -> None:
    assert place_of(path, answer) == place
