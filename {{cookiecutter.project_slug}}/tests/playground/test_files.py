"""What the page is made of."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER: Path = settings.BASE_DIR / "playground"
FILES = sorted(
    path for path in FOLDER.rglob("*.*") if path.suffix not in {".py", ".pyc"}
)


def test_there_are_some() -> None:
    assert {".css", ".html", ".js"} <= {path.suffix for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
class TestEachFile:
    def test_it_names_no_other_host(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        named = set(re.findall(r"(?:https?:|[\"'(])//[\w.-]+", text))
        assert named <= {"http://www.w3.org"}

    def test_it_keeps_nothing_in_the_browser(self, path: Path) -> None:
        """Whatever a page keeps, the script of a stranger finds there."""
        text = path.read_text(encoding="utf-8")

        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|document\.cookie", text
        )

    def test_it_makes_no_markup_or_code_of_text(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")

        sinks = (
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|Function\("
        )
        assert not re.search(sinks, text)

    def test_what_it_imports_is_there(self, path: Path) -> None:
        for name in re.findall(r'from "\./(.+?)"', path.read_text(encoding="utf-8")):
            assert (path.parent / name).is_file(), name
