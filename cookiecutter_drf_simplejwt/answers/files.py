"""The answers of a configuration file, which Cookiecutter reads before we are asked.

One that is not among the choices makes it drop all that follow in the file, with a warning
that is easily overlooked. Jinja in one is run. So the file is read once more, first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from cookiecutter.config import (  # type: ignore[import-untyped]
    USER_CONFIG_PATH,
    get_user_config,
)
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    CookiecutterException,
)
from cookiecutter.prompt import YesNoPrompt  # type: ignore[import-untyped]
from rich.prompt import InvalidResponse

from cookiecutter_drf_simplejwt.answers.complaint import Complaint
from cookiecutter_drf_simplejwt.answers.rerun import REPLAY
from cookiecutter_drf_simplejwt.answers.rules import complaints


def file_answers(
    options: Mapping[str, Any], questions: Mapping[str, object]
) -> dict[str, object]:
    """Return what the file that a command line names answers, or the user's own file."""
    if any(options[name] for name in REPLAY):
        return {}
    try:
        config = get_user_config(options["config_file"], options["default_config"])
    except (CookiecutterException, OSError):  # Cookiecutter says it better
        return {}
    answers = config["default_context"]
    return {
        question: _as_cookiecutter_reads_it(answers[question], default)
        for question, default in questions.items()
        if isinstance(answers, Mapping) and question in answers
    }


def file_complaints(
    options: Mapping[str, Any],
    answers: Mapping[str, object],
    questions: Mapping[str, object],
) -> list[Complaint]:
    """Return what is wrong with these answers of that file, and its path."""
    path = options["config_file"] or os.environ.get("COOKIECUTTER_CONFIG")
    return [
        complaint._replace(advice=f"{complaint.advice} (in {path or USER_CONFIG_PATH})")
        for complaint in complaints(answers, questions)
    ]


def _as_cookiecutter_reads_it(answer: object, default: object) -> object:
    if isinstance(default, bool) and isinstance(answer, str):
        try:
            return YesNoPrompt().process_response(answer)
        except InvalidResponse:
            return answer
    if isinstance(default, str) and type(answer) in {int, float}:
        return str(answer)
    return answer
