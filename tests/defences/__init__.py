"""Each defence is removed once: for each of its requirements a test must then fail.

A test that passes with and without a defence proves nothing. In the files beside this one,
an entry `[[ROW]]` replaces `find` in a `file` of a generated project by `replace`, and what
is in `more`, if the defence has several layers. `rows` are further requirements without a
proof then, `answers` those of a project that has the defence, and with `postgres` the tests
need that database. `docs/requirements.toml` has the tests.

`tests/test_defences.py` tries all entries, and `python -m tests.defences ROW …` some.
"""

import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import Project, Service
from tests.requirements import proofs_in
from tests.requirements import read as read_requirements

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).parent
TESTS = {row.id: set(row.tests) for row in read_requirements()[1]}


@dataclass(frozen=True)
class Edit:
    """A text in a file of the generated project, and its replacement."""

    file: str
    find: str
    replace: str = ""

    def apply(self, project: Path) -> None:
        path = project / self.file
        text = path.read_text(encoding="utf-8")
        found = text.count(self.find)
        assert found == 1, f"{self.file} has this {found} times, not once: {self.find}"
        path.write_text(text.replace(self.find, self.replace), encoding="utf-8")


@dataclass(frozen=True)
class Defence:
    """What removes a defence of a generated project."""

    name: str
    rows: tuple[str, ...]
    edits: tuple[Edit, ...]
    answers: Mapping[str, Any]
    postgres: bool

    def unproved(
        self, project: Path, copy: Path, python: Path, postgres: str
    ) -> tuple[list[str], str]:
        """Return the rows of which no test fails in a copy of a project without the
        defence, and the output of the tests."""
        shutil.copytree(project, copy)
        for edit in self.edits:
            edit.apply(copy)
        there = proofs_in(copy)
        options = ["-p", "no:cacheprovider", "-rf", "--tb=short", "-q"]
        proofs = there & set().union(*(TESTS[row] for row in self.rows))
        result = Service(python).run(
            Project(copy),
            *["-m", "pytest", *options, *sorted(proofs)],
            **({"DATABASE_URL": postgres} if self.postgres else {}),
        )
        # A test that could not be set up, or a file that could not be read, says nothing.
        failed = set(re.findall(r"^FAILED (\S+?::\w+)", result.stdout, re.MULTILINE))
        left = [row for row in self.rows if not failed & TESTS[row]]
        return left, result.stdout + result.stderr


def read() -> list[Defence]:
    return [
        _defence(row if len(entries) == 1 else f"{row}, {number}", row, **entry)
        for path in sorted(DATA.glob("*.toml"))
        for row, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for number, entry in enumerate(entries, 1)
    ]


def _defence(
    name: str,
    row: str,
    *,
    rows: tuple[str, ...] = (),
    answers: Mapping[str, Any] | None = None,
    postgres: bool = False,
    more: tuple[dict[str, str], ...] = (),
    **edit: str,
) -> Defence:
    edits = [Edit(**edit)]
    for each in more:
        # The file of the edit before it, unless it has its own.
        edits.append(Edit(**{"file": edits[-1].file, **each}))
    return Defence(name, (row, *rows), tuple(edits), answers or {}, postgres)
