"""The security requirements: `docs/requirements.toml` is the data, the page is made of it.

`python -m tests.requirements` writes the page.
"""

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.answers import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DATA = ROOT / "docs" / "requirements.toml"
PAGE = ROOT / "docs" / "requirements.md"

MET, NOT_APPLICABLE, LEFT = "met", "not applicable", "left"
OF_THE_TEMPLATE = "template:"


@dataclass(frozen=True)
class Row:
    """A requirement. Either tests prove it, or there is a reason why none does.

    `option` holds the answers without which it asks for nothing.
    """

    id: str
    requirement: str
    source: str
    tests: tuple[str, ...] = ()
    status: str = MET
    reason: str = ""
    option: Mapping[str, list[Any]] = field(default_factory=dict)

    @property
    def group(self) -> str:
        return self.id.partition("-")[0]


def read() -> tuple[dict[str, str], list[Row]]:
    """Return the titles of the groups, by the beginning of their ids, and the rows."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return data["groups"], [
        Row(**{**row, "tests": tuple(row.get("tests", ()))}) for row in data["row"]
    ]


def render(groups: Mapping[str, str], rows: Iterable[Row]) -> str:
    rows = list(rows)
    return "\n".join(
        [
            "<!-- Made of requirements.toml by `python -m tests.requirements`. -->",
            "# Security requirements",
            "",
            "The requirements of OWASP, the RFCs and published vulnerabilities for a service of this kind,",
            "and the tests that prove them. A row with answers in brackets applies to projects with",
            "these answers. `template:` marks a test of this repository; all others are tests of the",
            "generated project. A requirement that is met in part counts as not met (left).",
            "",
            "In the sources, bis is the draft that replaces RFC 8725, BBA OAuth 2.0 for Browser-Based",
            "Applications, and CS a cheat sheet of OWASP; † marks a section number that was not checked.",
            "",
            "A project says at the end of its `docs/security.md` which level of the ASVS 5.0 it reaches: with the",
            "default answers, level 1. With `second_factor`, it also meets what applies of level 2 in V6.5 to V6.8: there",
            "are no codes by mail or telephone (V6.6.1, V6.6.2) and no identity provider (V6.8). One difference: a code of",
            "an app is accepted 30 seconds before and after its own 30 seconds, for wrong clocks (6.5.5; RFC 6238, 5.2).",
            "Level 2 as a whole is reached only if a second factor is required from every user (6.3.3), which the owner decides.",
            "",
            *_counts(groups, rows),
            *(line for group in groups for line in _table(groups, group, rows)),
            *_reasons("What is left", LEFT, rows),
            *_reasons("What does not apply", NOT_APPLICABLE, rows),
        ]
    )


def _counts(groups: Mapping[str, str], rows: list[Row]) -> list[str]:
    def line(name: str, chosen: list[Row]) -> str:
        statuses = [row.status for row in chosen]
        numbers = [statuses.count(each) for each in (MET, NOT_APPLICABLE, LEFT)]
        return f"| {name} | {' | '.join(map(str, [*numbers, len(chosen)]))} |"

    return [
        "| | met | not applicable | left | all |",
        "|---|---|---|---|---|",
        *(line(groups[g], [row for row in rows if row.group == g]) for g in groups),
        line("**all**", rows),
        "",
    ]


def _table(groups: Mapping[str, str], group: str, rows: list[Row]) -> list[str]:
    return [
        f"## {groups[group]}",
        "",
        "| | requirement | source | proved by |",
        "|---|---|---|---|",
        *(
            f"| {row.id} | {row.requirement}{_option(row)} | {row.source} | {_proof(row)} |"
            for row in rows
            if row.group == group
        ),
        "",
    ]


def _option(row: Row) -> str:
    answers = [
        f"`{name}`: {' or '.join(f'`{_answer(answer)}`' for answer in chosen)}"
        for name, chosen in row.option.items()
    ]
    return f" [{'; '.join(answers)}]" if answers else ""


def _answer(answer: object) -> str:
    return str(answer) if isinstance(answer, str) else "yes" if answer else "no"


def _proof(row: Row) -> str:
    if row.status != MET:
        return f"*{row.status}*"
    return "<br>".join(f"`{test}`" for test in row.tests)


def _reasons(title: str, status: str, rows: list[Row]) -> list[str]:
    return [
        f"## {title}",
        "",
        *(f"* **{row.id}**: {row.reason}" for row in rows if row.status == status),
        "",
    ]


def proofs_in(folder: Path) -> set[str]:
    """Return the tests below a folder, as `tests/test_x.py::test_name`.

    One that is always skipped proves nothing, and does not count.
    """
    return {
        f"{path.relative_to(folder).as_posix()}::{node.name}"
        for path in folder.glob("tests/**/test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if not any("mark.skip" in _mark(each) for each in node.decorator_list)
    }


def _mark(decorator: ast.expr) -> str:
    text = ast.unparse(decorator)
    return "" if "mark.skipif" in text else text


if __name__ == "__main__":
    PAGE.write_text(render(*read()), encoding="utf-8", newline="\n")
