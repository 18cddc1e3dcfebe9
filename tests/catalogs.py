"""The texts of the service that are translated, and their translations.

`python -m tests.catalogs` lists what the catalogs of the template lack, and what they have
besides.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cookiecutter_drf_simplejwt.catalogs import read_catalog
from tests.answers import ROOT

TREE = ROOT / "{{cookiecutter.project_slug}}"
LANGUAGES = ("de", "es", "fr")
MARKS = {"_", "gettext", "gettext_lazy"}
IN_TEMPLATES = re.compile(r'{% translate "([^"%]*)" %}')
# The places for values, as in "%(number)d".
PLACES = re.compile(r"%(?:\(\w+\))?[a-z%]|\{\w*\}")


def catalog(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def translations(project: Path, language: str) -> dict[str, str]:
    """Return the translations of a catalog, without its head."""
    found = read_catalog(catalog(project, language).read_text(encoding="utf-8"))
    del found[""]
    return found


def texts(project: Path) -> set[str]:
    """Return the texts that a project marks for translation."""
    paths = project.rglob("*.py")
    own = [path for path in paths if path.relative_to(project).parts[0] != "tests"]
    return {
        *(text for path in own for text in _marked(path)),
        *(text for path in project.rglob("*.html") for text in _marked_in_html(path)),
    }


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        assert not re.search("[np]gettext", name), f"{path}: extend this module"
        if name in MARKS:
            [argument] = node.args
            text = getattr(argument, "value", None)
            assert isinstance(text, str), f"{path}:{node.lineno}: no text"
            yield text


def _marked_in_html(path: Path) -> list[str]:
    html = path.read_text(encoding="utf-8")
    found = IN_TEMPLATES.findall(html)
    tags = re.findall(r"{%-? *(?:block)?trans|\b_\(", html)
    assert len(found) == len(tags), f"{path}: extend this module"
    return found


if __name__ == "__main__":
    found = texts(TREE)
    for language in LANGUAGES:
        there = translations(TREE, language).keys()
        print(f"{catalog(TREE, language)}:")
        for text in sorted(found - there):
            print(f"  is to be translated: {text}")
        for text in sorted(there - found):
            print(f"  is not used: {text}")
    sys.exit(any(translations(TREE, each).keys() != found for each in LANGUAGES))
