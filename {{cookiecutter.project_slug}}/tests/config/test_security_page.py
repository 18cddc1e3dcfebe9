"""docs/security.md names code that is there, and tests that exist and are run."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

PROJECT: Path = settings.BASE_DIR
ROW = re.compile(r"^\| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
IN_CODE = re.compile(r"`([^`]+)`")

# The threat, where it is answered, and the tests.
TABLE: list[tuple[str, list[str], list[str]]] = [
    (threat, IN_CODE.findall(where), IN_CODE.findall(proof))
    for threat, where, proof in ROW.findall(
        (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
    )
    if threat != "threat"
]
PLACES = {place for _, where, _ in TABLE for place in where}
TESTS = {test for _, _, tests in TABLE for test in tests}


@cache
def defined_in(path: str) -> set[str]:
    """Return the functions, classes, methods and settings that a file defines."""
    return set(names(ast.parse((PROJECT / path).read_text(encoding="utf-8")).body))


def names(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.ClassDef():
                yield prefix + statement.name
                yield from names(statement.body, f"{prefix}{statement.name}.")
            case ast.FunctionDef():
                yield prefix + statement.name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield prefix + name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield prefix + name


def test_each_row_says_where_and_what_proves_it() -> None:
    assert len(TABLE) >= 30
    for threat, where, tests in TABLE:
        assert where, threat
        assert tests, threat


def test_the_code_and_the_tests_it_names_are_there() -> None:
    for place in PLACES | TESTS:
        path, _, name = place.partition("::")
        assert (PROJECT / path).exists(), place
        if path.endswith(".py"):
            assert name in defined_in(path), place


def test_the_tests_it_names_are_run(request: pytest.FixtureRequest) -> None:
    """In a run of all tests; in one of some, others are missing for a good reason."""
    items = request.session.items
    if set((PROJECT / "tests").rglob("test_*.py")) <= {item.path for item in items}:
        run = {
            item.nodeid.partition("[")[0]
            for item in items
            if not item.get_closest_marker("skip")
        }
        assert TESTS - run == set()
