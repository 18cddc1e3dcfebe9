"""Without its defence, a test that proves a requirement fails."""

import compileall
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, Service
from tests.defences import TESTS, Defence, read
from tests.requirements import OF_THE_TEMPLATE

DEFENCES = read()
# The requirements of tokens, keys, refresh and sessions.
HEART = ("TOK", "KEY", "REF", "SES")


def test_every_requirement_of_the_heart_has_a_defence_that_can_be_removed() -> None:
    needed = {
        row
        for row, tests in TESTS.items()
        if row.startswith(HEART)
        and any(not test.startswith(OF_THE_TEMPLATE) for test in tests)
    }

    assert needed - {row for each in DEFENCES for row in each.rows} == set()


def test_other_requirements_have_one_at_most() -> None:
    """Except mailed links: each of their conditions is a defence."""
    first = Counter(each.rows[0] for each in DEFENCES)

    many = (*HEART, "RST")
    assert [r for r in first if not r.startswith(many) and first[r] > 1] == []


def test_what_is_removed_is_there(bake: Callable[..., Project], tmp_path: Path) -> None:
    """In seconds, where trying each defence takes an hour."""
    for each in DEFENCES:
        project = bake(each.answers).path
        for edit in each.edits:
            (tmp_path / edit.file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(project / edit.file, tmp_path / edit.file)
        for edit in each.edits:
            edit.apply(tmp_path)


@pytest.fixture(scope="module")
def compiled(
    bake: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Bake a project, with its bytecode: most of each copy stays as it is."""
    made: dict[Path, Path] = {}

    def compiled(**answers: object) -> Path:
        project = bake(answers).path
        if project not in made:
            made[project] = tmp_path_factory.mktemp("compiled") / "project"
            shutil.copytree(project, made[project])
            compileall.compile_dir(made[project], quiet=1)
        return made[project]

    return compiled


@pytest.mark.full
@pytest.mark.parametrize("defence", DEFENCES, ids=[each.name for each in DEFENCES])
def test_without_the_defence_a_test_of_each_requirement_fails(
    compiled: Callable[..., Path],
    service: Service,
    tmp_path: Path,
    postgres: str,
    defence: Defence,
    worker_id: str,
) -> None:
    project, copy = compiled(**defence.answers), tmp_path / "project"
    # A database of its own for each process that runs these tests.
    address = f"{postgres}_{worker_id}"

    left, output = defence.unproved(project, copy, service.python, address)

    assert left == [], output
