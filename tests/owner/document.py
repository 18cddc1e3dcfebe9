"""A document of a generated project, as its reader follows it.

The line before a block of code ends with the file that it belongs to:

    `notes/models.py`:                            a whole file, unless it holds "# …":
                                                  then lines at the end of a list or a table
    `users/models.py`, above `class Meta`:        lines before the line that begins so
    `users/models.py`, below `email = `:          lines after it
    `users/models.py`, instead of `email = `:     lines in its place
    `users/models.py`, at the end:                lines after all others

Blocks of `sh` are commands. Other blocks are to be read only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

# What stands for the lines that are there.
MORE = "# …\n"
BLOCK = re.compile(
    r"^(?P<before>[^\n]*)\n\n?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
FILE = re.compile(
    r"`(?P<file>[\w./-]+)`(?:, (?P<where>at the end|above|below|instead of)(?: `(?P<place>[^`]+)`)?)?:$"
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
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.where or MORE in self.text:
            text = self._added_to(path.read_text(encoding="utf-8"))
        else:
            text = self.text
        path.write_text(text, encoding="utf-8")

    def _added_to(self, old: str) -> str:
        if self.where == "at the end":
            return old + ("\n\n" if self.kind == "python" else "\n") + self.text
        if not self.where:
            opening, _, text = self.text.partition(MORE)
            line = self._line(old, re.escape(opening.split("\n")[0]))
            text = "".join(text.splitlines(keepends=True)[:-1])
            closing = re.compile(rf"^{line['indent']}[\]}}]", re.M)
            match = closing.search(old, line.end())
            assert match, f"{self.file}: {opening} has no end"
            start = end = match.start()
        else:
            assert self.place
            text = self.text
            line = self._line(old, re.escape(self.place) + ".*")
            start = line.end() if self.where == "below" else line.start()
            end = line.start() if self.where == "above" else line.end()
        return old[:start] + indent(text, line["indent"]) + old[end:]

    def _line(self, text: str, pattern: str) -> "re.Match[str]":
        found = list(re.finditer(rf"^(?P<indent> *){pattern}\n", text, re.M))
        assert len(found) == 1, f"{self.file} has this {len(found)} times: {pattern}"
        return found[0]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a document in their order."""
    for block in BLOCK.finditer(text):
        file = FILE.search(block["before"])
        where = file.groupdict() if file else {}
        yield Block(block["text"], block["kind"], **where)
