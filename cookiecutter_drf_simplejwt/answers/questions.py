"""What cookiecutter.json asks."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from pathlib import Path

from cookiecutter_drf_simplejwt.answers.complaint import Complaint

TEMPLATE_ROOT = Path(__file__).resolve().parents[2]


def load_questions() -> dict[str, object]:
    """Return the default of each question; a list is a choice, its first the default."""
    content = (TEMPLATE_ROOT / "cookiecutter.json").read_text(encoding="utf-8")
    return {
        name: default
        for name, default in json.loads(content).items()
        if not name.startswith("_")
    }


def no_such_question(name: str, answer: str, questions: Iterable[str]) -> Complaint:
    """Complain of an answer that Cookiecutter would pass over without a word."""
    close = difflib.get_close_matches(name, list(questions), n=1)
    hint = f"; did you mean {close[0]}?" if close else ""
    return Complaint(name, answer, f"there is no such question{hint}")
