"""What the template adds to Cookiecutter's Jinja: bad answers are refused.

FailedHookException is raised, because Cookiecutter prints its message without a traceback.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

import cookiecutter  # type: ignore[import-untyped]
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from jinja2 import Environment
from jinja2.ext import Extension

from cookiecutter_drf_simplejwt import command_line
from cookiecutter_drf_simplejwt.answers import (
    TEMPLATE_ROOT,
    Complaint,
    complaints,
    folder_complaints,
    load_questions,
)
from cookiecutter_drf_simplejwt.rules import Answers, has_template_syntax
from cookiecutter_drf_simplejwt.terminal import printable, quoted

# Stands for an answer to correct. Typed as it is, it is refused, too.
TO_CORRECT = "..."
YES_NO: dict[object, object] = {True: "yes", False: "no"}


class TemplateExtension(Extension):
    """Validates answers: before the first question, after the folder's, after the last."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["validated"] = self.validated
        environment.filters["validated_so_far"] = self.validated_so_far
        environment.globals["template_root"] = str(TEMPLATE_ROOT)
        _refuse_old_versions()
        self._questions = load_questions()
        self._file_answers: Answers = {}
        self._options = command_line.read_command_line(sys.argv)
        if self._options:
            self._validate_what_was_given(self._options)
        elif command_line.cruft_has_template_syntax(sys.argv):
            raise FailedHookException(
                "Nothing was written. No answer must hold {{, {%, {# or '# template:'."
            )

    def validated_so_far(self, answers: Answers) -> str:
        """Validate the folder early where questions are asked."""
        asks = self._options and not self._options["no_input"]
        return self.validated(answers) if asks else ""

    def validated(self, answers: Answers) -> str:
        """Return nothing, or raise all complaints at once."""
        found = complaints(answers, self._questions)
        before = command_line.answers_before_update(sys.argv).get("login_field")
        if before not in {None, answers.get("login_field")}:
            # Not an exception, which cruft would show with its traceback.
            sys.exit(
                f"Nothing was changed. login_field stays {before}: it decides the columns "
                "of the users' table, and what users log in with. Generate a new project, "
                "and move your data and code (docs/questions.md of the template)."
            )
        # In the hook, Cookiecutter has made the folder.
        if self._options and "_output_dir" not in answers:
            found += folder_complaints(answers, self._options)
        self._refuse([], found, answers)
        return ""

    def _validate_what_was_given(self, options: Mapping[str, Any]) -> None:
        """Validate the command line and the file, before Cookiecutter runs Jinja in them.

        Where no question is asked, what else is wrong can wait for `validated`.
        """
        given = options["extra_context"]
        self._file_answers, found = command_line.file_answers(options, self._questions)
        found = [*command_line.unknown_names(given, self._questions), *found]
        has_jinja = any(map(has_template_syntax, given.values()))
        if found or has_jinja or not options["no_input"]:
            # Cookiecutter has validated a yes or no, and will make True or False of it.
            texts = {
                question: default
                for question, default in self._questions.items()
                if not isinstance(default, bool)
            }
            self._refuse(found, complaints(given, texts), given)

    def _refuse(
        self, elsewhere: list[Complaint], found: list[Complaint], answers: Answers
    ) -> None:
        """Raise the complaints, with the answers with which to type the command again."""
        if not elsewhere + found:
            return
        lines = ["Nothing was written. Please correct:"]
        lines += [f"  - {complaint}" for complaint in elsewhere + found]
        blank = {complaint.question for complaint in found} & self._questions.keys()
        words = ["--no-input"] if self._questions.keys() <= answers.keys() else []
        for question in self._questions:
            default = self._file_answers.get(question, self._questions[question])
            default = default[0] if isinstance(default, list) else default
            answer = answers.get(question, default)
            if question in blank:
                words.append(f"{question}={TO_CORRECT}")
            elif answer != default:
                words.append(f"{question}={YES_NO.get(answer, answer)}")
        if words:
            each = f", with one for each {TO_CORRECT}" if blank else ""
            lines += [
                f"Then type the command again, followed by these answers{each}:",
                f"  {quoted(words)}",
            ]
        raise FailedHookException("\n".join(map(printable, lines)))


def _refuse_old_versions() -> None:
    """Refuse Cookiecutter 2.6, which takes `rotate_refresh_tokens=no` for yes, by name.

    It is the newest that can be installed with Python 3.9.
    """
    version = cookiecutter.__version__
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < (2, 7):
        raise FailedHookException(
            f"This template needs Cookiecutter 2.7 or newer, this is {version}; "
            "type: pip install --upgrade cookiecutter, with Python 3.10 or newer"
        )
