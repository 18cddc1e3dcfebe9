"""What is printed: without what the terminal cannot show, and ready to be pasted."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from cookiecutter_drf_simplejwt.rules import is_visible


def quoted(words: Iterable[str]) -> str:
    """Return a command, or a part of one, as it can be pasted into the user's shell."""
    if os.name != "nt":
        return " ".join(map(shlex.quote, words))
    return " ".join(f'"{w}"' if re.search(r"[\s<>&|^]", w) else w for w in words)


def printable(text: str) -> str:
    """Escape what moves the cursor, or the terminal or the log has no letters for."""
    visible = "".join(c if is_visible(c) else ascii(c)[1:-1] for c in text)
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return visible.encode(encoding, "backslashreplace").decode(encoding)


def say(text: str) -> None:
    try:
        print(*map(printable, text.split("\n")), sep="\n", flush=True)
    except OSError:
        # The reader has gone (`cookiecutter … | head`). What is left in the buffer
        # would end this process in failure, and Cookiecutter delete the project.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
