"""Text for people. It ends up inside quotes in Python, TOML and JSON files."""

from __future__ import annotations

from collections.abc import Iterator

# They make one emoji out of several, and Persian readable.
JOINERS = "\u200c\u200d"
# The last begins a line of Jinja in this template (`_jinja2_env_vars`).
TEMPLATE_SYNTAX = ("{{", "}}", "{%", "%}", "{#", "#}", "# template:")


def project_name_faults(name: str) -> Iterator[str]:
    yield from line_faults(name, longest=60)
    if not any(character.isalnum() for character in name):
        yield "must hold at least one letter or digit"


def description_faults(description: str) -> Iterator[str]:
    yield from line_faults(description, longest=200)


def line_faults(text: str, longest: int) -> Iterator[str]:
    if not 1 <= len(text) <= longest:
        yield f"must have 1 to {longest} characters, this has {len(text)}"
    if text != text.strip():
        yield "must not begin or end with white space"
    if not is_visible(text):
        yield "must be one line, without control or other invisible characters"
    if '"' in text or "\\" in text:
        yield "must not hold a double quote or a backslash; use ' instead"


def is_visible(text: str) -> bool:
    return all(c.isprintable() or c in JOINERS for c in text)


def escape_invisible(text: str) -> str:
    """Keep what the user's own arguments hold from moving the cursor or the meaning."""
    return "".join(
        c if is_visible(c) else c.encode("unicode_escape").decode("ascii") for c in text
    )


def has_template_syntax(text: str) -> bool:
    return any(mark in text for mark in TEMPLATE_SYNTAX)
