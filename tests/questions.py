"""What each answer changes in a project: a section of a page, made by baking.

`python -m tests.questions` writes the section into `docs/questions.md`.
"""

import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.answers import ROOT, choices
from tests.cli import run_cli
from tests.conftest import Project

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAGE = ROOT / "docs" / "questions.md"
BEGIN = "<!-- Made by `python -m tests.questions`. -->\n"
END = "<!-- The end of what is made. -->\n"
HEAD = """\
| answer | files added | files removed | files changed | lines | packages |
|---|---|---|---|--:|---|
"""
# Each answer to a question that gives a choice, without the default.
OTHERS = [
    (name, answer) for name, (_, *others) in choices().items() for answer in others
]


def difference(name: str, answer: Any, defaults: Project, other: Project) -> str:
    """Return a line of the section: what differs in the project with another answer."""
    shown = f"`{answer}`" if isinstance(answer, str) else "yes" if answer else "no"
    old, new = _contents(defaults), _contents(other)
    lines = _lines(new) - _lines(old)
    had, has = packages(defaults, "runtime"), packages(other, "runtime")
    cells = [
        f"`{name}`: {shown}",
        _groups(new.keys() - old.keys()),
        _groups(old.keys() - new.keys()),
        _groups(old.keys() & {n for n in new if new[n] != old.get(n)}, named=False),
        f"{lines:+}" if lines else "0",
        ", ".join(f"{'+' if p in has else '-'} `{p}`" for p in sorted(had ^ has)),
    ]
    return f"| {' | '.join(cells)} |\n"


def packages(project: Project, group: str) -> set[str]:
    """Return the packages of a dependency group, with extras: `environs[django]`."""
    groups = tomllib.loads(project.read("pyproject.toml"))["dependency-groups"]
    lines = [line for line in groups[group] if isinstance(line, str)]
    return {re.split("[<>=;~! ]", line)[0] for line in lines}


def _contents(project: Project) -> dict[str, str]:
    # The file of the answers always differs.
    names = set(project.files()) - {".cookiecutter.json"}
    return {name: project.read(name) for name in names}


def _lines(contents: Mapping[str, str]) -> int:
    return sum(
        len(text.splitlines())
        for name, text in contents.items()
        if name.endswith(".py") and not {"tests", "migrations"} & set(name.split("/"))
    )


def _groups(names: Iterable[str], named: bool = True) -> str:
    """Return folders with the number of their files, or with the name of a single one."""
    cells = []
    for folder, group in groupby(sorted(names, key=_folder), key=_folder):
        files = list(group)
        alone = named and len(files) == 1 and folder != "tests"
        cells.append(f"`{files[0]}`" if alone else f"`{folder}/` {len(files)}")
    return ", ".join(cells)


def _folder(name: str) -> str:
    return name.split("/")[0] if "/" in name else "."


def bake(scratch: str, *answers: str) -> Project:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    result = run_cli("--no-input", "-o", str(folder), *answers, cwd=folder)
    assert result.returncode == 0, result.stdout
    return Project(next(folder.iterdir()))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        defaults = bake(scratch)
        made = [
            difference(name, answer, defaults, bake(scratch, f"{name}={answer}"))
            for name, answer in OTHERS
        ]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    text = "".join([before, BEGIN, HEAD, *made, END, rest.partition(END)[2]])
    PAGE.write_text(text, encoding="utf-8", newline="\n")
