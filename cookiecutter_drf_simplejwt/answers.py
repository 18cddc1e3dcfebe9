"""The questions of cookiecutter.json, and what is wrong with the answers to them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cookiecutter_drf_simplejwt.rules import (
    RULES,
    Answers,
    has_template_syntax,
    shown,
    slug_faults,
)

TEMPLATE_ROOT = Path(__file__).resolve().parents[1]


class Complaint(NamedTuple):
    """What is wrong with one answer, in one line."""

    question: str
    answer: object
    advice: str

    def __str__(self) -> str:
        return f"{self.question} = {shown(self.answer)}: {self.advice}"


def load_questions() -> dict[str, object]:
    """Return the default of each question; a list is a choice, its first the default."""
    content = (TEMPLATE_ROOT / "cookiecutter.json").read_text(encoding="utf-8")
    return {
        name: default
        for name, default in json.loads(content).items()
        if not name.startswith("_")
    }


def complaints(answers: Answers, questions: Mapping[str, object]) -> list[Complaint]:
    """Return all that is wrong. Questions without an answer are passed over."""
    return [
        Complaint(question, answers[question], fault)
        for question, default in questions.items()
        if question in answers
        for fault in _faults(question, default, answers)
    ]


def _faults(question: str, default: object, answers: Answers) -> Iterator[str]:
    answer = answers[question]
    if isinstance(default, bool):
        if not isinstance(answer, bool):
            yield "must be yes or no"
    elif isinstance(default, list):
        if answer not in default:
            yield f"must be one of {', '.join(map(str, default))}"
    elif isinstance(default, str):
        if not isinstance(answer, str):
            yield "must be text; a configuration file needs quotes around it"
        elif has_template_syntax(answer):
            yield "must not hold {{ }}, {% %}, {# #} or '# template:'"
        elif question in RULES:
            yield from RULES[question](answer, answers)


def folder_complaints(
    answers: Answers, options: Mapping[str, Any]
) -> Iterator[Complaint]:
    """Complain of a folder that is there already, or cannot be made."""
    slug = answers.get("project_slug")
    if not isinstance(slug, str) or any(slug_faults(slug, answers)):
        return
    place = Path(options["output_dir"])
    parents = [place, *place.absolute().parents]
    nearest = next(parent for parent in parents if parent.exists())
    if (place / slug).is_dir() and options["overwrite_if_exists"]:
        return
    if os.path.lexists(place / slug):
        advice = (
            "is there already; choose another name, or write over its files with -f"
        )
        yield Complaint("project_slug", slug, f"{place / slug} {advice}")
    elif not nearest.is_dir() or not os.access(nearest, os.W_OK):
        advice = "no folder can be made there; choose another place"
        yield Complaint("--output-dir", str(place), advice)
