"""Compiles the translations of the service, so that no machine needs GNU gettext for them."""

import ast
import re
import struct
from collections.abc import Mapping
from pathlib import Path

# A keyword, if it is the first of its lines, and a line of its text.
LINE = re.compile(r'^(?:(msg\S+) )?(".*")$', re.MULTILINE)
FUZZY = re.compile("^#,.* fuzzy", re.MULTILINE)


def compile_catalogs(project: Path) -> None:
    """Write the `.mo` beside each `.po`, of which the answers have chosen the entries."""
    for source in (project / "locale").rglob("*.po"):
        catalog = read_catalog(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(compiled(catalog))


def read_catalog(text: str) -> dict[str, str]:
    """Return what gettext uses of a catalog: the texts, and their translations.

    Untranslated and uncertain ("fuzzy") entries are left out. The context of a text is
    before it, separated by "\\4"; plurals are separated by "\\0".
    """
    found = {}
    for entry in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        keyword = ""
        for first, literal in LINE.findall(entry):
            keyword = first or keyword
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(literal)
        translations = [parts[name] for name in parts if name.startswith("msgstr")]
        if translations and all(translations) and not FUZZY.search(entry):
            context = f"{parts['msgctxt']}\4" if "msgctxt" in parts else ""
            plural = f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else ""
            found[f"{context}{parts['msgid']}{plural}"] = "\0".join(translations)
    return found


def compiled(catalog: Mapping[str, str]) -> bytes:
    """Return a catalog in the MO format (GNU gettext manual, 10.3), as `msgfmt --no-hash`."""
    number = len(catalog)
    texts = [text.encode() for text in sorted(catalog)]
    texts += [catalog[text.decode()].encode() for text in texts]
    begin = 28 + 16 * number
    tables, data = b"", b""
    for text in texts:
        tables += struct.pack("<2I", len(text), begin + len(data))
        data += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, number, 28, 28 + 8 * number, 0, begin)
    return head + tables + data
