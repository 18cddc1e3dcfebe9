"""The texts of the service are translated, and compiled without GNU gettext."""

import gettext
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cookiecutter_drf_simplejwt.catalogs import compiled, read_catalog
from tests.catalogs import LANGUAGES, PLACES, TREE, catalog, texts, translations
from tests.commands import output_of
from tests.conftest import Project

MAILS = TREE / "users" / "templates" / "mail"
OTHERS: dict[str, Any] = {
    "login_field": "email",
    "blacklisting": "none",
    "token_transport": "cookie",
    "bookstore_example": True,
    "pyjwt_example": True,
}
ANSWERS = pytest.mark.parametrize(
    "answers",
    [{}, OTHERS, {"second_factor": "passkeys"}],
    ids=["default", "others", "passkeys"],
)
PLURALS = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

# A remark.
#, python-format
msgid "%(number)d note"
msgid_plural "%(number)d notes"
msgstr[0] "%(number)d Notiz"
msgstr[1] ""
"%(number)d "
"Notizen"

msgctxt "verb"
msgid "note"
msgstr "notieren \\"später\\"\\\\"

#: notes/views.py:1
#, python-format, fuzzy
#| msgid "old"
msgid "uncertain"
msgstr "unsicher"

msgid "untranslated"
msgstr ""

#~ msgid "gone"
#~ msgstr "weg"
"""


@pytest.fixture
def msgfmt(tmp_path: Path) -> Callable[[Path], bytes]:
    """Compile a catalog with GNU gettext."""
    if not shutil.which("msgfmt"):
        pytest.skip("CATALOGS NOT COMPARED: there is no msgfmt")

    def run(source: Path) -> bytes:
        target = tmp_path / "compiled.mo"
        output_of("msgfmt", "--check-format", "--no-hash", "-o", target, source)
        return target.read_bytes()

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_template_is_translated(language: str) -> None:
    """Those of a project are in test_output.py; `python -m tests.catalogs` lists them."""
    found = translations(TREE, language)

    assert found.keys() == texts(TREE)
    assert not re.search(
        "^#.*fuzzy|^#~|-Date", catalog(TREE, language).read_text(), re.M
    )
    for text, translation in found.items():
        assert Counter(PLACES.findall(text)) == Counter(PLACES.findall(translation))
        assert text[-1:] in ".:" or translation[-1:] not in ".:", text
        assert text[-1:] != "." or translation.endswith("."), text


def test_the_languages_have_the_same_entries_in_the_same_order() -> None:
    """So a seam is the same in each, and in the order in which makemessages writes."""
    heads = [
        re.findall(
            r"^(?:# .*|msgid .*(?:\n\".*\")*)", catalog(TREE, each).read_text(), re.M
        )
        for each in LANGUAGES
    ]

    assert heads == [heads[0]] * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_translated_with_its_variables(language: str) -> None:
    english = {path.name: path for path in MAILS.glob("*.txt")}
    translated = {path.name: path for path in (MAILS / language).glob("*.txt")}

    assert english
    assert translated.keys() == english.keys()
    for name, path in english.items():
        read = [each.read_text("utf-8") for each in (path, translated[name])]
        one, other = (re.findall(r"{{ (\w[\w.]*)", text) for text in read)
        assert Counter(one) == Counter(other), name
        links = [re.findall(r"^{{ frontend_url.*$", text, re.M) for text in read]
        assert links[0] == links[1], name
        assert all(text.split("\n")[1] == "" for text in read), name


@ANSWERS
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_project_is_compiled_as_gnu_gettext_does_it(
    bake: Callable[..., Project],
    msgfmt: Callable[[Path], bytes],
    answers: dict[str, Any],
    language: str,
) -> None:
    source = catalog(bake(answers).path, language)

    assert source.with_suffix(".mo").read_bytes() == msgfmt(source)


def test_an_owners_catalog_is_compiled_as_gnu_gettext_does_it(
    msgfmt: Callable[[Path], bytes], tmp_path: Path
) -> None:
    """`cookiecutter -f -s` keeps the owner's, and compiles them again."""
    source = tmp_path / "own.po"
    source.write_text(PLURALS, encoding="utf-8")

    assert compiled(read_catalog(PLURALS)) == msgfmt(source)


def test_python_reads_what_is_compiled(bake: Callable[..., Project]) -> None:
    german = gettext.translation("django", bake().path / "locale", ["de"])

    assert german.gettext("More") == "Weiteres"
    assert german.gettext("unknown") == "unknown"


@pytest.mark.slow
@ANSWERS
def test_makemessages_finds_nothing_to_change(
    owners: Callable[..., Any], answers: dict[str, Any]
) -> None:
    """So a catalog that an owner extends differs by the owner's own texts only."""
    if not shutil.which("xgettext"):
        pytest.skip("MAKEMESSAGES NOT TESTED: there is no xgettext")
    project = owners(**answers)
    paths = [catalog(project.path, language) for language in LANGUAGES]
    before = [path.read_text(encoding="utf-8") for path in paths]
    project.manage("makemessages", "--all", "--no-location")

    for path, text in zip(paths, before, strict=True):
        # The head gets a date.
        head, _, entries = path.read_text(encoding="utf-8").partition("\n\n")
        assert "POT-Creation-Date" in head
        assert entries == text.partition("\n\n")[2]
