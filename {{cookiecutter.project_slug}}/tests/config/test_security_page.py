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


def table() -> list[tuple[str, list[str], list[str]]]:
    """Return each row: the threat, where it is answered, and the tests."""
    text = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
    return [
        (threat, IN_CODE.findall(where), IN_CODE.findall(proof))
        for threat, where, proof in ROW.findall(text)
        if threat != "threat"
    ]


def named() -> set[str]:
    return {test for _, _, tests in table() for test in tests}


@cache
def statements(path: str) -> list[ast.stmt]:
    return ast.parse((PROJECT / path).read_text(encoding="utf-8")).body


def defined_in(body: list[ast.stmt], prefix: str = "") -> Iterator[str]:
    """Yield the functions, classes, methods and settings that a file defines."""
    for statement in body:
        match statement:
            case ast.ClassDef():
                yield prefix + statement.name
                yield from defined_in(statement.body, f"{prefix}{statement.name}.")
            case ast.FunctionDef():
                yield prefix + statement.name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield prefix + name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield prefix + name


def skips(statement: ast.stmt) -> bool:
    """Tell whether a test, or a line for all tests of a file, skips without a reason."""
    marks: list[ast.expr] = []
    if isinstance(statement, ast.FunctionDef):
        marks = statement.decorator_list
    elif isinstance(statement, ast.Assign | ast.Expr):
        marks = [statement.value]
    return any(
        re.search(r"pytest\.(mark\.)?skip\b|skipif\(True\b", ast.unparse(mark))
        for mark in marks
    )


def is_whole(session: pytest.Session) -> bool:
    """Tell whether tests of every file are about to be run."""
    files = {item.path for item in session.items}
    return set((PROJECT / "tests").rglob("test_*.py")) <= files


def test_each_row_says_where_and_what_proves_it() -> None:
    rows = table()

    assert len(rows) >= 30
    for threat, where, tests in rows:
        assert where, threat
        assert tests, threat


def test_the_code_it_names_is_there() -> None:
    for place in {place for _, where, _ in table() for place in where}:
        path, _, name = place.partition("::")
        assert (PROJECT / path).exists(), place
        if path.endswith(".py"):
            assert name in set(defined_in(statements(path))), place


def test_what_it_names_exists_and_is_not_skipped() -> None:
    for test in named():
        path, _, name = test.partition("::")
        body = statements(path)
        [function] = [each for each in body if getattr(each, "name", "") == name]
        assert name.startswith("test_"), test
        assert not skips(function), test
        assert not any(skips(each) for each in body if not hasattr(each, "name")), path


def test_what_it_names_is_run(request: pytest.FixtureRequest) -> None:
    """In a run of all tests; in one of some, others are missing for a good reason."""
    if is_whole(request.session):
        run = {item.nodeid.partition("[")[0] for item in request.session.items}
        assert named() - run == set()


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("@pytest.mark.skip\ndef test(): ...", True),
        ("@pytest.mark.skip(reason='later')\ndef test(): ...", True),
        ("@pytest.mark.skipif(True, reason='later')\ndef test(): ...", True),
        ("pytestmark = [pytest.mark.skip]", True),
        ("pytest.skip('later', allow_module_level=True)", True),
        (
            "@pytest.mark.skipif(os.name == 'nt', reason='POSIX')\ndef test(): ...",
            False,
        ),
        ("@with_row_locks\ndef test(): ...", False),
    ],
)
def test_a_test_that_is_always_skipped_would_be_seen(text: str, skipped: bool) -> None:
    [statement] = ast.parse(text).body

    assert skips(statement) is skipped
