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
from cookiecutter_drf_simplejwt.answers.files import file_answers, file_complaints
from cookiecutter_drf_simplejwt.answers.paths import folder_complaints, slug_faults
from cookiecutter_drf_simplejwt.answers.questions import (
    TEMPLATE_ROOT,
    load_questions,
    no_such_question,
)
from cookiecutter_drf_simplejwt.answers.rerun import (
    TO_CORRECT,
    CommandLine,
    command_to_type,
    read_command_line,
)
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
        environment.filters["validated_so_far"] = self.validated_so_far
        environment.globals["template_root"] = str(TEMPLATE_ROOT)
        self._questions = load_questions()
        # Now, because this comes before the first question.
        _refuse_old_versions()
        self._line = read_command_line(sys.argv)
        self._file_answers: Mapping[str, object] = {}
        if self._line:
            self._file_answers = file_answers(self._line.options, self._questions)
            self._refuse_what_was_given(self._line)
        elif cruft.has_template_syntax(sys.argv):
            raise FailedHookException(
                "Nothing was written. No answer must hold {{, {%, {# or '# template:'."
            )

    def validated_so_far(self, answers: Mapping[str, object]) -> str:
        """Judge the folder while it is asked for; without questions, all comes at once."""
        asks = self._line and not self._line.options["no_input"]
        return self.validated(answers) if asks else ""

    def validated(self, answers: Mapping[str, object]) -> str:
        """Return nothing, or raise all complaints at once."""
        found = complaints(answers, self._questions)
        # In the hook, Cookiecutter has made the folder.
        if self._line and "_output_dir" not in answers:
            slug = answers.get("project_slug")
            if isinstance(slug, str) and not any(slug_faults(slug)):
                found += folder_complaints(self._line.options, slug)
        if found:
            raise self._refusal(found, found, answers)
        return ""

    def _refuse_what_was_given(self, line: CommandLine) -> None:
        """Refuse Jinja before it is run, and what would be passed over without a word.

        That is a name that is no question's, and what a file has behind a bad choice.
        Other answers on the command line can wait only where no question is asked.
        """
        found = [
            *(
                no_such_question(name, answer, self._questions)
                for name, answer in line.answers.items()
                if name not in self._questions and not name.startswith("_")
            ),
            *file_complaints(line.options, self._file_answers, self._questions),
        ]
        is_urgent = any(map(has_template_syntax, line.answers.values()))
        if found or is_urgent or not line.options["no_input"]:
            not_yet_yes_or_no = {
                question: answer
                for question, answer in line.answers.items()
                if not isinstance(self._questions.get(question), bool)
            }
            found_there = complaints(not_yet_yes_or_no, self._questions)
            if found or found_there:
                raise self._refusal(found + found_there, found_there, line.answers)

    def _refusal(
        self,
        found: list[Complaint],
        to_correct: list[Complaint],
        answers: Mapping[str, object],
    ) -> FailedHookException:
        """Return all complaints, and the command in which some of them can be corrected."""
        line = self._line or CommandLine("cookiecutter <template>", {}, {})
        blank = {complaint.question: TO_CORRECT for complaint in to_correct}
        options = dict(line.options)
        if "--output-dir" in blank:
            options["output_dir"] = TO_CORRECT
        if self._questions.keys() <= answers.keys():  # nothing is left to ask
            options["no_input"] = True
        kept = {
            question: blank.get(question, answers.get(question))
            for question in self._questions
            if question in blank
            or question in line.answers
            # A file may have other defaults.
            or question in self._file_answers.keys() & answers.keys()
            or (
                question in answers
                and answers[question] != self._default(question, answers)
            )
        }
        private = {name: line.answers[name] for name in line.answers if name[0] == "_"}
        command = command_to_type(line._replace(options=options), {**private, **kept})
        again = f", with an answer for each {TO_CORRECT} (the" if blank else " (your"
        return FailedHookException(
            _printable(
                "\n".join(
                    [
                        "Nothing was written. Please correct:",
                        *(f"  - {complaint}" for complaint in found),
                        f"Then type again{again} other answers are kept):",
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
