"""Without its defence, a test that proves a requirement fails."""

import compileall
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, Service
from tests.defences import Defence, failed, read
from tests.requirements import OF_THE_TEMPLATE
from tests.requirements import read as read_requirements

DEFENCES = read()
ROWS = read_requirements()[1]


# The requirements of tokens, keys, refresh and sessions.
HEART = ("TOK", "KEY", "REF", "SES")


def test_every_requirement_of_the_heart_has_a_defence_that_can_be_removed() -> None:
    needed = {
        row.id
        for row in ROWS
        if row.group in HEART
        and any(not test.startswith(OF_THE_TEMPLATE) for test in row.tests)
    }

    assert needed - {row for each in DEFENCES for row in each.rows} == set()


def test_other_requirements_have_one_at_most() -> None:
    first = Counter(each.rows[0] for each in DEFENCES)

    assert [row for row in first if row[:3] not in HEART and first[row] > 1] == []


def test_every_defence_is_for_requirements_that_its_tests_prove() -> None:
    rows = {row.id: row for row in ROWS}
    for each in DEFENCES:
        proofs = {test for row in each.rows for test in rows[row].tests}
        assert set(each.fails) <= proofs, each.name
        assert each.edits, each.name
    assert len({each.name for each in DEFENCES}) == len(DEFENCES)


def test_what_is_taken_out_is_there(
    bake: Callable[..., Project], tmp_path: Path
) -> None:
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
def test_without_the_defence_its_tests_fail(
    compiled: Callable[..., Path],
    service: Service,
    tmp_path: Path,
    postgres: str,
    defence: Defence,
    worker_id: str,
) -> None:
    copy = tmp_path / "project"
    defence.take_out(compiled(**defence.answers), copy)
    # A database of its own for each process that runs these tests.
    address = f"{postgres}_{worker_id}"
    environment = {"DATABASE_URL": address} if defence.postgres else {}

    result = service.run(
        Project(copy),
        *["-m", "pytest", "-p", "no:cacheprovider", "-rf", "--tb=short"],
        *defence.fails,
        **environment,
    )

    output = result.stdout + result.stderr
    assert result.returncode == 1, output
    assert failed(output, defence.fails) == set(defence.fails), output
