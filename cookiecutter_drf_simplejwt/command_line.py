"""What Cookiecutter was started with, which is validated before it runs Jinja in it."""

from __future__ import annotations

import difflib
import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cookiecutter_drf_simplejwt.answers import (
    TEMPLATE_ROOT,
    Complaint,
    complaints,
)
from cookiecutter_drf_simplejwt.rules import TEMPLATE_SYNTAX


class CommandLine(NamedTuple):
    """A Cookiecutter command as Cookiecutter reads it."""

    # By the names of Cookiecutter's parameters: output_dir, no_input, …
    options: Mapping[str, Any]
    # `question=answer`, and what else has this form.
    answers: Mapping[str, str]


def read_command_line(argv: Sequence[str]) -> CommandLine | None:
    """Return its parts; None where another program runs Cookiecutter."""
    if not argv or not re.search(
        r"(^|[\\/])cookiecutter(\.exe|[\\/]__main__\.py)?$", argv[0]
    ):
        return None
    from cookiecutter.cli import main  # type: ignore[import-untyped]

    # Cookiecutter has read these arguments without an error before it loads a template.
    options = main.make_context(None, [*argv[1:]], resilient_parsing=True).params
    return CommandLine(options, options["extra_context"] or {})


def unknown_names(
    line: CommandLine, questions: Mapping[str, object]
) -> Iterator[Complaint]:
    """Complain of names that are no question's, which Cookiecutter would ignore."""
    for name in line.answers:
        if name not in questions:
            close = difflib.get_close_matches(name, questions, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            advice = f"there is no such question{hint}"
            yield Complaint(name, line.answers[name], advice)


def file_answers(
    line: CommandLine, questions: Mapping[str, object]
) -> tuple[dict[str, Any], list[Complaint]]:
    """Return the answers of a configuration file or a replay, and what is wrong with them.

    At an answer that is not among the choices, Cookiecutter prints a warning and ignores
    all that follow in the file. It validates nothing in a replay.
    """
    # Not above, where it would stop an old Cookiecutter before it is refused by name.
    from cookiecutter import config  # type: ignore[import-untyped]
    from cookiecutter.exceptions import (  # type: ignore[import-untyped]
        CookiecutterException,
    )

    options = line.options
    path = options["config_file"] or os.environ.get("COOKIECUTTER_CONFIG")
    try:
        user = config.get_user_config(options["config_file"], options["default_config"])
        if options["replay"] or options["replay_file"]:
            kept = Path(user["replay_dir"], f"{TEMPLATE_ROOT.name}.json")
            path = options["replay_file"] or kept
            answers = json.loads(Path(path).read_text("utf-8"))["cookiecutter"]
        else:
            path = path or config.USER_CONFIG_PATH
            given = user["default_context"] or {}
            answers = {
                question: _as_cookiecutter_reads_it(given[question], default)
                for question, default in questions.items()
                if question in given
            }
    except (CookiecutterException, LookupError, OSError, ValueError):
        return {}, []  # Cookiecutter reports it
    return answers, [
        complaint._replace(advice=f"{complaint.advice} (in {path})")
        for complaint in complaints(answers, questions)
    ]


def _as_cookiecutter_reads_it(answer: object, default: object) -> object:
    from cookiecutter.prompt import YesNoPrompt  # type: ignore[import-untyped]

    if isinstance(default, bool) and isinstance(answer, str):
        words = {
            **dict.fromkeys(YesNoPrompt.yes_choices, True),
            **dict.fromkeys(YesNoPrompt.no_choices, False),
        }
        return words.get(answer.strip().lower(), answer)
    if isinstance(default, str) and type(answer) in {int, float}:
        return str(answer)
    return answer


def cruft_has_template_syntax(argv: Sequence[str]) -> bool:
    """Tell whether cruft, which runs Jinja in answers, is given some, or a file of them."""
    if not argv or re.split(r"[\\/]", argv[0])[-1] not in ("cruft", "cruft.exe"):
        return False
    texts = [*argv[1:]]
    for word in argv[1:]:
        with suppress(OSError, ValueError):
            texts.append(Path(word.partition("=")[2] or word).read_text("utf-8"))
    # What ends an expression also ends an object in an object of JSON.
    opening = [mark for mark in TEMPLATE_SYNTAX if "}" not in mark]
    return any(mark in text for text in texts for mark in opening)


def quoted(words: Sequence[str]) -> str:
    """Return a command, or a part of one, as it can be pasted into the user's shell."""
    if os.name != "nt":
        return " ".join(map(shlex.quote, words))
    return " ".join(f'"{w}"' if re.search(r"[\s<>&|^]", w) else w for w in words)
