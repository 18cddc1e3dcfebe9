"""A document of a generated project, as its reader follows it.

The line before a block of code says what the block is:

    `notes/models.py`:                                              a whole file
    `config/settings/base.py`, at the end of `INSTALLED_APPS`:      lines of a list or dictionary
    `users/models.py`, above `class Meta`:                          lines before that one
    `config/urls.py`, at the end:                                   lines after all others

Blocks of `sh` are commands. Other blocks are to be read only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(
    r"^(?P<before>[^\n]*)\n\n?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
FILE = re.compile(
    r"`(?P<file>[\w./-]+)`(?:, (?P<where>at the end|above|at the end of)(?: `(?P<place>[^`]+)`)?)?:$"
)


@dataclass(frozen=True)
class Block:
    """What is typed, or written into a file."""

    text: str
    kind: str
    file: str | None = None
    where: str | None = None
    place: str | None = None

    def write(self, project: Path) -> None:
        """Write what the block says into its file."""
        assert self.file
        path = project / self.file
        if not self.where:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text, encoding="utf-8")
            return
        old = path.read_text(encoding="utf-8")
        path.write_text(self._added_to(old), encoding="utf-8")

    def _added_to(self, old: str) -> str:
        if self.where == "at the end":
            return old + self.text
        assert self.place
        first = re.escape(self.place) + (
            "" if self.where == "above" else r"\b.*[\[{(]$"
        )
        found = list(re.finditer(rf"^ *{first}", old, re.M))
        assert len(found) == 1, f"{self.file} has this {len(found)} times: {self.place}"
        at = found[0].start()
        if self.where == "at the end of":
            indent = found[0][0].partition(self.place)[0]
            end = re.compile(rf"^{indent}[\]}})]", re.M).search(old, at)
            assert end, f"{self.file}: {self.place} has no end"
            at = end.start()
        return old[:at] + self.text + old[at:]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a document in their order."""
    for block in BLOCK.finditer(text):
        file = FILE.search(block["before"])
        where = file.groupdict() if file else {}
        yield Block(block["text"], block["kind"], **where)
