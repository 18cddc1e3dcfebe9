"""What Cookiecutter was started with, which is judged before it runs Jinja in it."""

from __future__ import annotations

import difflib
import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cookiecutter_drf_simplejwt.answers import Complaint, Questions, complaints
from cookiecutter_drf_simplejwt.rules import TEMPLATE_SYNTAX


class CommandLine(NamedTuple):
    """A Cookiecutter command as Cookiecutter reads it."""

    # By the names of Cookiecutter's parameters: output_dir, no_input, …
    options: Mapping[str, Any]
    # `question=answer`, and what else has this form.
    answers: Mapping[str, str]

    @property
    def replay(self) -> str:
        """The option with which Cookiecutter takes the answers of an earlier run, if any."""
        if self.options["replay_file"]:
            return "--replay-file"
        return "--replay" if self.options["replay"] else ""


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


def unknown_names(line: CommandLine, questions: Questions) -> Iterator[Complaint]:
    """Complain of names that are no question's, which Cookiecutter would ignore."""
    for name in line.answers:
        if name not in questions:
            close = difflib.get_close_matches(name, questions, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            advice = f"there is no such question{hint}"
            yield Complaint(name, line.answers[name], advice)


def file_answers(
    line: CommandLine, questions: Questions
) -> tuple[dict[str, object], list[Complaint]]:
    """Return the answers of the configuration file, and what is wrong with them.

    At an answer that is not among the choices, Cookiecutter prints a warning and ignores
    all that follow in the file.
    """
    # Not above, where it would stop an old Cookiecutter before it is refused by name.
    from cookiecutter.config import (  # type: ignore[import-untyped]
        USER_CONFIG_PATH,
        get_user_config,
    )
    from cookiecutter.exceptions import (  # type: ignore[import-untyped]
        CookiecutterException,
    )

    named, default = line.options["config_file"], line.options["default_config"]
    try:
        given = {} if line.replay else get_user_config(named, default)
    except (CookiecutterException, OSError):  # Cookiecutter reports it
        given = {}
    given = given.get("default_context") or {}
    answers = {
        question: _as_cookiecutter_reads_it(given[question], default)
        for question, default in questions.items()
        if question in given
    }
    path = named or os.environ.get("COOKIECUTTER_CONFIG") or USER_CONFIG_PATH
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
