"""What the template adds to Cookiecutter's Jinja."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import cookiecutter  # type: ignore[import-untyped]
from cookiecutter.exceptions import (  # type: ignore[import-untyped]
    FailedHookException,
)
from jinja2 import Environment, TemplateError
from jinja2.ext import Extension

from cookiecutter_drf_simplejwt.answers import cruft
from cookiecutter_drf_simplejwt.answers.complaint import Complaint
from cookiecutter_drf_simplejwt.answers.files import file_complaints
from cookiecutter_drf_simplejwt.answers.questions import (
    TEMPLATE_ROOT,
    load_questions,
    no_such_question,
)
from cookiecutter_drf_simplejwt.answers.rerun import command_to_type, read_command_line
from cookiecutter_drf_simplejwt.answers.rules import complaints
from cookiecutter_drf_simplejwt.answers.text import (
    escape_invisible,
    has_template_syntax,
)
from cookiecutter_drf_simplejwt.answers.versions import version_faults


class TemplateExtension(Extension):
    """Refuses bad answers before anything is written.

    It raises FailedHookException, of which Cookiecutter prints the message alone.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["validated"] = self.validated
        environment.globals["template_root"] = str(TEMPLATE_ROOT)
        self._questions = load_questions()
        self._command_line = read_command_line(sys.argv, self._questions)
        # Now, because this comes before the first question.
        _refuse_old_versions()
        self._refuse_what_would_be_taken()

    def validated(self, answers: Mapping[str, object]) -> str:
        """Return nothing, or raise all complaints at once."""
        found = complaints(answers, self._questions)
        if found:
            given = self._command_line.answers if self._command_line else {}
            raise self._refusal(
                found,
                {
                    question: answers[question]
                    for question in self._questions
                    if question in answers
                    # The user's own ~/.cookiecutterrc may have other defaults.
                    and (
                        question in given
                        or answers[question] != self._default(question, answers)
                    )
                },
            )
        return ""

    def _refuse_what_would_be_taken(self) -> None:
        """Refuse Jinja before it is run, and what would be passed over without a word.

        That is a name that is no question's, and what a file has behind a bad choice.
        """
        line = self._command_line
        if line is None:
            if cruft.has_template_syntax(sys.argv):
                raise FailedHookException(
                    "Nothing was written. No answer must hold {{, {%, {# or '# template:'."
                )
            return
        found = [
            *(
                no_such_question(name, answer, self._questions)
                for name, answer in line.unknown.items()
            ),
            *file_complaints(sys.argv[1:], self._questions),
        ]
        if found or any(map(has_template_syntax, line.answers.values())):
            not_yet_yes_or_no = {
                question: answer
                for question, answer in line.answers.items()
                if not isinstance(self._questions[question], bool)
            }
            found += complaints(not_yet_yes_or_no, self._questions)
            raise self._refusal(found, line.answers)

    def _refusal(
        self, found: list[Complaint], keep: Mapping[str, object]
    ) -> FailedHookException:
        refused = {complaint.question for complaint in found}
        command = command_to_type(
            self._command_line,
            {name: answer for name, answer in keep.items() if name not in refused},
        )
        return FailedHookException(
            _printable(
                "\n".join(
                    [
                        "Nothing was written. Please correct:",
                        *(f"  - {complaint}" for complaint in found),
                        "Then type again (your other answers are kept):",
                        f"  {escape_invisible(command)}",
                    ]
                )
            )
        )

    def _default(self, question: str, answers: Mapping[str, object]) -> object:
        default = self._questions[question]
        if isinstance(default, list):
            return default[0]
        if not isinstance(default, str):
            return default
        try:
            return self.environment.from_string(default).render(cookiecutter=answers)
        except (TemplateError, TypeError):  # made from an answer that is no good
            return None


def _refuse_old_versions() -> None:
    faults = list(version_faults(cookiecutter.__version__, sys.version_info[:3]))
    if faults:
        raise FailedHookException("\n".join(faults))


def _printable(message: str) -> str:
    """Escape what the terminal or the log has no letters for, instead of crashing."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return message.encode(encoding, "backslashreplace").decode(encoding)
