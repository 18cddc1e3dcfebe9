"""Every defence is taken out once, and the tests that prove it have to fail.

A test that passes with and without a defence proves nothing. The files beside this one
hold, for each part of `docs/requirements.toml`, what is changed in a generated project to
take a defence out, and the tests that then fail. `tests/test_defences.py` tries them all;
`python -m tests.defences ROW …` tries those of some requirements and shows what happens.
"""

import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = Path(__file__).parent


@dataclass(frozen=True)
class Edit:
    """What stands in a file of the generated project, and what to put in its place."""

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
    """A defence of a generated project, and the tests that fail without it.

    `what` names it, `rows` are the requirements it is for, `answers` those of a project
    that has it, and with `postgres` the tests need that database.
    """

    what: str
    rows: tuple[str, ...]
    edits: tuple[Edit, ...]
    fails: tuple[str, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)
    postgres: bool = False

    @property
    def name(self) -> str:
        return f"{'+'.join(self.rows)}: {self.what}"

    def take_out(self, project: Path, copy: Path) -> None:
        """Copy a project, and leave the defence behind."""
        shutil.copytree(project, copy)
        for edit in self.edits:
            edit.apply(copy)


def read() -> list[Defence]:
    return [
        Defence(
            **{
                **{name: value for name, value in each.items() if name != "edit"},
                "rows": tuple(each["rows"]),
                "fails": tuple(each["fails"]),
                "edits": tuple(Edit(**edit) for edit in each["edit"]),
            }
        )
        for path in sorted(DATA.glob("*.toml"))
        for each in tomllib.loads(path.read_text(encoding="utf-8")).get("defence", ())
    ]


def failed(output: str, tests: tuple[str, ...]) -> set[str]:
    """Return which of the tests failed, as pytest says in its summary (`-rf`).

    A test that could not be set up, or a file that could not be read, says nothing.
    """
    found = re.findall(r"^FAILED (\S+?::\w+)", output, re.MULTILINE)
    return set(found) & set(tests)
