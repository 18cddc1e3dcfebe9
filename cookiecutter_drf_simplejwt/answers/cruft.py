"""What cruft is given. It has answers rendered before they can be judged, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cookiecutter_drf_simplejwt.answers.files import value_of
from cookiecutter_drf_simplejwt.answers.text import TEMPLATE_SYNTAX

# What ends an expression also ends an object in an object of JSON.
OPENING = tuple(mark for mark in TEMPLATE_SYNTAX if "}" not in mark)


def has_template_syntax(argv: Sequence[str]) -> bool:
    """Tell whether cruft was given an answer with Jinja, on its command line or in a file."""
    if not argv or re.split(r"[\\/]", argv[0])[-1] not in ("cruft", "cruft.exe"):
        return False
    texts = [*argv[1:]]
    if path := value_of("--extra-context-file", argv):
        with suppress(OSError, UnicodeDecodeError):
            texts.append(Path(path).read_text(encoding="utf-8"))
    return any(mark in text for text in texts for mark in OPENING)
