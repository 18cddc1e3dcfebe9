"""A document of a generated project, as its reader follows it.

The line before a block of code says what the block is:

    `notes/models.py`:                                              a whole file
    `config/settings/base.py`, at the end of `INSTALLED_APPS`:      lines of a list or dictionary
    `users/models.py`, above `class Meta`:                          lines before that one
    `users/models.py`, below `email = `:                            lines after that one
    `users/models.py`, instead of `email = `:                       lines in its place
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
    r"`(?P<file>[\w./-]+)`(?:, (?P<where>at the end of|at the end|above|below|instead of)(?: `(?P<place>[^`]+)`)?)?:$"
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
        begins = self.where == "at the end of"
        line = re.escape(self.place) + (r"\b.*[\[{(]" if begins else ".*") + "\n"
        found = list(re.finditer(rf"^(?P<indent> *){line}", old, re.M))
        assert len(found) == 1, f"{self.file} has this {len(found)} times: {self.place}"
        start, end = found[0].span()
        if begins:
            closing = re.compile(rf"^{found[0]['indent']}[\]}})]", re.M)
            last = closing.search(old, end)
            assert last, f"{self.file}: {self.place} has no end"
            start = end = last.start()
        elif self.where == "above":
            end = start
        elif self.where == "below":
            start = end
        return old[:start] + self.text + old[end:]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a document in their order."""
    for block in BLOCK.finditer(text):
        file = FILE.search(block["before"])
        where = file.groupdict() if file else {}
        yield Block(block["text"], block["kind"], **where)
