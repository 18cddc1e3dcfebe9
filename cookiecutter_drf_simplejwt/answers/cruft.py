"""What cruft is given. It has answers rendered before they can be judged, too."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cookiecutter_drf_simplejwt.answers.text import TEMPLATE_SYNTAX

# What ends an expression also ends an object in an object of JSON.
OPENING = tuple(mark for mark in TEMPLATE_SYNTAX if "}" not in mark)


def has_template_syntax(argv: Sequence[str]) -> bool:
    """Tell whether cruft was given an answer with Jinja, on its command line or in a file."""
    if not argv or re.split(r"[\\/]", argv[0])[-1] not in ("cruft", "cruft.exe"):
        return False
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--extra-context-file", type=Path)
    file = parser.parse_known_args(argv[1:])[0].extra_context_file
    texts = [*argv[1:]]
    if file:
        with suppress(OSError, UnicodeDecodeError):
            texts.append(file.read_text(encoding="utf-8"))
    return any(mark in text for text in texts for mark in OPENING)
