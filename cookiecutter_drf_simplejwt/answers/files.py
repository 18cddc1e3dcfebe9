"""The answers of a configuration file, which Cookiecutter reads before we are asked.

One that is not among the choices makes it drop all that follow in the file, with a warning
that is easily overlooked. Jinja in one is run. So the file is read once more, first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

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
from cookiecutter_drf_simplejwt.answers.rules import complaints

# What was answered then is taken whole, and no file is looked at.
REPLAY = ("--replay", "--replay-file")


def file_complaints(
    words: Sequence[str], questions: Mapping[str, object]
) -> list[Complaint]:
    """Return what is wrong with the file that a command line names, or the user's own."""
    if any(word.partition("=")[0] in REPLAY for word in words):
        return []
    named = value_of("--config-file", words)
    try:
        config = get_user_config(named, default_config="--default-config" in words)
    except (CookiecutterException, OSError):  # Cookiecutter says it better
        return []
    path = named or os.environ.get("COOKIECUTTER_CONFIG") or USER_CONFIG_PATH
    answers = config["default_context"]
    if not isinstance(answers, Mapping):
        return []
    found = complaints(
        {
            question: _as_cookiecutter_reads_it(answers[question], default)
            for question, default in questions.items()
            if question in answers
        },
        questions,
    )
    return [
        complaint._replace(advice=f"{complaint.advice} (in {path})")
        for complaint in found
    ]


def value_of(option: str, words: Sequence[str]) -> str | None:
    """Return what the last `--option value` or `--option=value` says."""
    value = None
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == option:
            value = following
        elif word.startswith(f"{option}="):
            value = word.partition("=")[2]
    return value


def _as_cookiecutter_reads_it(answer: object, default: object) -> object:
    if isinstance(default, bool) and isinstance(answer, str):
        try:
            return YesNoPrompt().process_response(answer)
        except InvalidResponse:
            return answer
    if isinstance(default, str) and type(answer) in {int, float}:
        return str(answer)
    return answer
