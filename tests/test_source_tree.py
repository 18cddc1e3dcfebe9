"""The template's own tree is a project that can be read, formatted and linted in place."""

import ast
import os
import re
import sys
from pathlib import Path

import pytest

from dev import FIRST_PARTY
from tests.answers import ROOT
from tests.commands import output_of

TREE = ROOT / "{{cookiecutter.project_slug}}"
SEAM = re.compile(r"^\s*# template: ?(.*)$")


def tracked() -> list[Path]:
    return [
        path
        for path in TREE.rglob("*")
        if path.is_file()
        and not re.search(r"__pycache__|\..*_cache", str(path.relative_to(TREE)))
    ]


PYTHON = sorted(path for path in tracked() if path.suffix == ".py")


def seams(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(number, SEAM.match(line)) for number, line in enumerate(lines, 1)]
    return [(number, match[1]) for number, match in found if match]


@pytest.mark.parametrize(
    "command", [["format", "--check"], ["check", "--config", FIRST_PARTY]]
)
def test_it_is_formatted_and_lint_clean(command: list[str]) -> None:
    output_of(*[sys.executable, "-m", "ruff", *command, "--no-cache", "."], cwd=TREE)


@pytest.mark.parametrize(
    "path", PYTHON, ids=lambda path: path.relative_to(TREE).as_posix()
)
def test_a_python_file_is_ordinary_python(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    place = path.relative_to(TREE).as_posix()
    tree = ast.parse(text)
    bodies = [
        range(node.body[0].lineno, (node.end_lineno or 0) + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    imports = {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert len(text.splitlines()) <= 250
    for line, statement in seams(path):
        assert not statement.startswith("el"), "a seam adds; it has no else"
        assert not place.startswith("tests/"), "tests have no seams"
        assert not any(line in body for body in bodies), "no seam inside a function"
        assert not {line - 1, line + 1} & imports, "no seam around an import"
    strings = "".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    answers = re.findall(r"\{\{.*?\}\}", text)
    assert all(answer in strings for answer in answers), "answers only inside strings"
    assert not answers or place.startswith("config/settings/")


def test_names_are_legal_everywhere_and_decide_nothing() -> None:
    for path in tracked():
        name = path.relative_to(TREE).as_posix()
        assert not set(name) & set('<>:"|?*\\{}%'), name
        assert not name.endswith((".", " "))


def test_the_template_is_formatted_lint_clean_and_typed() -> None:
    for command in (
        ["ruff", "format", "--check", "--no-cache", "."],
        ["ruff", "check", "--no-cache", "."],
        ["mypy", f"--cache-dir={os.devnull}"],
    ):
        output_of(sys.executable, "-m", *command, cwd=ROOT)
