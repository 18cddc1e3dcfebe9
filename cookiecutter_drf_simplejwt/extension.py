"""What the template adds to Cookiecutter's Jinja: bad answers are refused.

FailedHookException is raised, because Cookiecutter prints its message without a traceback.
"""

from __future__ import annotations

import re
import sys

import cookiecutter  # type: ignore[import-untyped]
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from jinja2 import Environment, TemplateError
from jinja2.ext import Extension

from cookiecutter_drf_simplejwt import command_line, rules
from cookiecutter_drf_simplejwt.answers import (
    TEMPLATE_ROOT,
    Complaint,
    complaints,
    folder_complaints,
    load_questions,
)
from cookiecutter_drf_simplejwt.rules import Answers

# Stands for an answer to correct. Typed as it is, it is refused, too.
TO_CORRECT = "..."
YES_NO = {True: "yes", False: "no"}
UPGRADE = "type: pip install --upgrade cookiecutter"


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
        self._line = command_line.read_command_line(sys.argv)
        if self._line:
            self._validate_what_was_given(self._line)
        elif command_line.cruft_has_template_syntax(sys.argv):
            raise FailedHookException(
                "Nothing was written. No answer must hold {{, {%, {# or '# template:'."
            )

    def validated_so_far(self, answers: Answers) -> str:
        """Validate the folder early where questions are asked."""
        asks = self._line and not self._line.options["no_input"]
        return self.validated(answers) if asks else ""

    def validated(self, answers: Answers) -> str:
        """Return nothing, or raise all complaints at once."""
        found = complaints(answers, self._questions)
        # In the hook, Cookiecutter has made the folder.
        if self._line and "_output_dir" not in answers:
            slug = answers.get("project_slug")
            if isinstance(slug, str) and not any(rules.slug_faults(slug, answers)):
                found += folder_complaints(self._line.options, slug)
        if found:
            raise self._refusal(found, found, answers)
        return ""

    def _validate_what_was_given(self, line: command_line.CommandLine) -> None:
        """Validate the command line and the file, before Cookiecutter runs Jinja in them.

        Where no question is asked, what else is wrong can wait for `validated`.
        """
        self._file_answers, found = command_line.file_answers(line, self._questions)
        found = [*command_line.unknown_names(line, self._questions), *found]
        has_jinja = any(map(rules.has_template_syntax, line.answers.values()))
        if found or has_jinja or not line.options["no_input"]:
            given = {
                question: answer
                for question, answer in line.answers.items()
                # Cookiecutter has validated these, and will make them True or False.
                if not isinstance(self._questions.get(question), bool)
            }
            found_there = complaints(given, self._questions)
            if found or found_there:
                raise self._refusal(found + found_there, found_there, line.answers)

    def _refusal(
        self, found: list[Complaint], to_correct: list[Complaint], answers: Answers
    ) -> FailedHookException:
        """Return all complaints, and the answers with which to type the command again."""
        blank = {complaint.question: TO_CORRECT for complaint in to_correct}
        lines = ["Nothing was written. Please correct:"]
        lines += [f"  - {complaint}" for complaint in found]
        words = ["--no-input"] if self._questions.keys() <= answers.keys() else []
        for question in self._questions:
            answer = blank.get(question, answers.get(question))
            if question in blank or answer != self._default(question, answers):
                answer = YES_NO[answer] if isinstance(answer, bool) else answer
                words.append(f"{question}={answer}")
        if words:
            each = f", with one for each {TO_CORRECT}" if blank else ""
            lines += [
                f"Then type the command again, followed by these answers{each}:",
                f"  {command_line.quoted(words)}",
            ]
        return FailedHookException("\n".join(map(_printable, lines)))

    def _default(self, question: str, answers: Answers) -> object:
        """Return what Cookiecutter takes where nothing is typed; None if not asked yet."""
        if question not in answers:
            return None
        default = self._file_answers.get(question, self._questions[question])
        if isinstance(default, list):
            return default[0]
        if not isinstance(default, str):
            return default
        try:
            return self.environment.from_string(default).render(cookiecutter=answers)
        except (TemplateError, TypeError):  # made from an answer that is no good
            return None


def _refuse_old_versions() -> None:
    """Refuse them by name: Cookiecutter 2.6 takes `rotate_refresh_tokens=no` for yes."""
    python = ".".join(map(str, sys.version_info[:3]))
    for name, this, oldest, advice in (
        ("Python", python, (3, 10), "install Cookiecutter with a newer Python"),
        ("Cookiecutter", cookiecutter.__version__, (2, 7), UPGRADE),
    ):
        if tuple(map(int, re.findall(r"\d+", this)[:2])) < oldest:
            raise FailedHookException(
                f"This template needs {name} {oldest[0]}.{oldest[1]} or newer, "
                f"this is {this}; {advice}"
            )


def _printable(line: str) -> str:
    """Escape what moves the cursor, or the terminal or the log has no letters for."""
    visible = "".join(
        c if rules.is_visible(c) else c.encode("unicode_escape").decode("ascii")
        for c in line
    )
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return visible.encode(encoding, "backslashreplace").decode(encoding)
