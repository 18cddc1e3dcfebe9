"""What Cookiecutter was started with, which is validated before it runs Jinja in it."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cookiecutter_drf_simplejwt.answers import TEMPLATE_ROOT, Complaint, complaints
from cookiecutter_drf_simplejwt.rules import Answers


def read_command_line(argv: Sequence[str]) -> Mapping[str, Any] | None:
    """Return Cookiecutter's options by the names of their parameters, such as no_input.

    None where another program runs Cookiecutter.
    """
    if not argv or not re.search(
        r"(^|[\\/])cookiecutter(\.exe|[\\/]__main__\.py)?$", argv[0]
    ):
        return None
    from cookiecutter.cli import main  # type: ignore[import-untyped]

    # Cookiecutter has read these arguments without an error before it loads a template.
    options = main.make_context(None, [*argv[1:]], resilient_parsing=True).params
    return {**options, "extra_context": options["extra_context"] or {}}


def unknown_names(
    given: Mapping[str, str], questions: Mapping[str, object]
) -> Iterator[Complaint]:
    """Complain of names that are no question's, which Cookiecutter would ignore."""
    for name in given:
        if name not in questions:
            close = difflib.get_close_matches(name, questions, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            yield Complaint(name, given[name], f"there is no such question{hint}")


def file_answers(
    options: Mapping[str, Any], questions: Mapping[str, object]
) -> tuple[Answers, list[Complaint]]:
    """Return the answers of a configuration file or a replay, and what is wrong with them.

    At an answer that is not among the choices, Cookiecutter prints a warning and ignores
    all that follow in the file. It validates nothing in a replay.
    """
    # Not above, where it would stop an old Cookiecutter before it is refused by name.
    from cookiecutter import config  # type: ignore[import-untyped]
    from cookiecutter.exceptions import (  # type: ignore[import-untyped]
        CookiecutterException,
    )

    try:
        user = config.get_user_config(options["config_file"], options["default_config"])
        if options["replay"] or options["replay_file"]:
            kept = Path(user["replay_dir"], f"{TEMPLATE_ROOT.name}.json")
            path = options["replay_file"] or kept
            answers = json.loads(Path(path).read_text("utf-8"))["cookiecutter"]
        else:
            variable = os.environ.get("COOKIECUTTER_CONFIG")
            path = options["config_file"] or variable or config.USER_CONFIG_PATH
            answers = {
                name: _as_cookiecutter_reads_it(answer, questions.get(name))
                for name, answer in (user["default_context"] or {}).items()
            }
    except (AttributeError, CookiecutterException, LookupError, OSError, ValueError):
        return {}, []  # Cookiecutter reports it
    return answers, [
        complaint._replace(advice=f"{complaint.advice} (in {path})")
        for complaint in complaints(answers, questions)
    ]


def _as_cookiecutter_reads_it(answer: object, default: object) -> object:
    from cookiecutter.prompt import YesNoPrompt  # type: ignore[import-untyped]
    from rich.prompt import InvalidResponse

    if isinstance(default, bool) and isinstance(answer, str):
        with suppress(InvalidResponse):
            return YesNoPrompt().process_response(answer)
    if isinstance(default, str) and type(answer) in {int, float}:
        return str(answer)
    return answer


def answers_before_update(argv: Sequence[str]) -> Answers:
    """Return the answers of the project that `cruft update` is run in, if it is."""
    if not _is_cruft(argv) or "update" not in argv[1:2]:
        return {}
    folder = Path()
    for position, option in enumerate(argv):
        if option in {"-p", "--project-dir"}:
            folder = Path(*argv[position + 1 : position + 2])
        elif option.startswith("--project-dir="):
            folder = Path(option.partition("=")[2])
    try:
        text = (folder / ".cruft.json").read_text("utf-8")
        answers: Answers = json.loads(text)["context"]["cookiecutter"]
    except (LookupError, OSError, TypeError, ValueError):
        return {}  # cruft reports it
    return answers


def cruft_has_template_syntax(argv: Sequence[str]) -> bool:
    """Tell whether cruft, which runs Jinja in answers, is given some, or a file of them."""
    if not _is_cruft(argv):
        return False
    texts = [*argv[1:]]
    for word in argv[1:]:
        with suppress(OSError, ValueError):
            texts.append(Path(word.partition("=")[2] or word).read_text("utf-8"))
    # "}}" also ends an object in an object of JSON.
    opening = ("{{", "{%", "{#", "# template:")
    return any(mark in text for text in texts for mark in opening)


def _is_cruft(argv: Sequence[str]) -> bool:
    pattern = r"(^|[\\/])cruft(\.exe|[\\/]__main__\.py)?$"
    return bool(argv and re.search(pattern, argv[0]))
