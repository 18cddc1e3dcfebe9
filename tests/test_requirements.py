"""The page about requirements is made of its data, and what it names is there."""

import re
from collections.abc import Callable, Mapping

import pytest

from tests.answers import QUESTIONS, ROOT, choose, covering, possible_answers
from tests.conftest import Project
from tests.requirements import (
    LEFT,
    MET,
    NOT_APPLICABLE,
    OF_THE_TEMPLATE,
    PAGE,
    Row,
    proofs_in,
    read,
    render,
)

GROUPS, ROWS = read()
FEW = choose(covering(possible_answers(), strength=2))
STATUSES = (MET, NOT_APPLICABLE, LEFT)

# What each of the few projects is made of, the defaults among them.
Tests = set[str]


@pytest.fixture(scope="module")
def own() -> Tests:
    """The template's own tests."""
    return {f"{OF_THE_TEMPLATE}{name}" for name in proofs_in(ROOT)}


@pytest.fixture(scope="module")
def projects(
    bake: Callable[..., Project],
) -> list[tuple[Mapping[str, object], Tests]]:
    """Answers that are all given by somebody, and the tests of their projects."""
    defaults = {
        name: default[0] if isinstance(default, list) else default
        for name, default in QUESTIONS.items()
    }
    more = defaults | {"second_factor": "passkeys"}
    rows = [(row, bake(row)) for row in (defaults, more, *FEW)]
    return [(answers, proofs_in(project.path)) for answers, project in rows]


def is_about(row: Row, answers: Mapping[str, object]) -> bool:
    return all(answers[name] in chosen for name, chosen in row.option.items())


def test_the_page_is_what_the_data_gives() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert text == render(GROUPS, ROWS), "python -m tests.requirements writes it"
    counts = [sum(row.status == each for row in ROWS) for each in STATUSES]
    assert f"| **all** | {' | '.join(map(str, [*counts, len(ROWS)]))} |" in text


def test_every_row_is_there_once_in_order() -> None:
    numbers = dict.fromkeys(GROUPS, 0)
    expected = []
    for row in ROWS:
        numbers[row.group] += 1
        expected.append(f"{row.group}-{numbers[row.group]:02}")

    assert [row.id for row in ROWS] == expected
    assert list(dict.fromkeys(row.group for row in ROWS)) == list(GROUPS)
    assert len(ROWS) >= 191


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_has_tests_or_a_reason(row: Row) -> None:
    assert row.status in STATUSES
    assert bool(row.tests) is (row.status == MET) is (not row.reason)
    assert len(set(row.tests)) == len(row.tests)
    for text in (row.requirement, row.source, row.reason):
        assert "|" not in text
        assert "\n" not in text
    assert row.requirement
    for name, chosen in row.option.items():
        assert set(chosen) <= set(possible_answers()[name])


def test_every_test_that_is_named_is_there(
    own: Tests, projects: list[tuple[Mapping[str, object], Tests]]
) -> None:
    there = own.union(*(tests for _, tests in projects))
    reasons = re.findall(
        r"(?:template:)?tests/[\w/]+\.py::\w+", "".join(row.reason for row in ROWS)
    )

    assert {test for row in ROWS for test in row.tests} - there == set()
    assert set(reasons) - there == set()


def test_a_row_is_proved_in_every_project_it_is_about(
    own: Tests, projects: list[tuple[Mapping[str, object], Tests]]
) -> None:
    for row in ROWS:
        about = [tests for answers, tests in projects if is_about(row, answers)]
        assert about, row.id
        for tests in about:
            if row.status == MET:
                assert (own | tests) & set(row.tests), row.id
