"""What the user reads when the set-up is over."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.project_setup.commands import (
    FIRST_RUN,
    as_lines,
    as_one_line,
    commands_of,
    seen_from_here,
)
from cookiecutter_drf_simplejwt.project_setup.environment import misleading_variables
from cookiecutter_drf_simplejwt.project_setup.problems import meaning_of
from cookiecutter_drf_simplejwt.project_setup.steps import Step

Answers = Mapping[str, object]

LAST_LINES = 6


def ready(project: Path, answers: Answers) -> str:
    """Say what to type after a set-up that worked."""
    return f"""
  Ready. Next:

{as_lines([*commands_of(project, []), *FIRST_RUN])}

{_where_to_look(answers)}{_warning(project, installs=False)}
"""


def left_to_do(project: Path, answers: Answers, steps: Sequence[Step]) -> str:
    """Say what to type when nothing was to be set up."""
    return f"""
  The files are there, nothing is installed yet. Next:

{as_lines([*commands_of(project, steps), *FIRST_RUN])}

{_where_to_look(answers)}{_warning(project)}
"""


def failure(output: str) -> str:
    """Return the end of what a command printed, and what it means if that is known."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    tail = "\n".join(f"      {line}" for line in lines[-LAST_LINES:])
    meaning = meaning_of(output)
    return f"{tail}\n\n{meaning}" if meaning else tail


def how_to_finish(project: Path, steps: Sequence[Step]) -> str:
    """Say how to go on from a step that did not end well."""
    return f"""
  The project is complete in {seen_from_here(project)}, only its set-up is not. This finishes it:

{as_one_line(commands_of(project, steps))}

  Then create a user and run it:

{as_lines(FIRST_RUN)}{_warning(project)}
"""


def without_a_plan(project: Path) -> str:
    """Say how to go on where not even the first command is known."""
    return f"""
  The project is complete in {seen_from_here(project)}, only its set-up is not. Its README.md says,
  under "Run it", what to type in a fresh clone.{_warning(project)}
"""


def _where_to_look(answers: Answers) -> str:
    page = "" if answers["playground"] else f"{answers['api_prefix']}/"
    return f"  and open http://127.0.0.1:8000/{page}"


def _warning(project: Path, *, installs: bool = True) -> str:
    names = [
        name
        for name in misleading_variables(project, os.environ)
        # `pipx run` sets PIP_USER, for what it runs and not for the user's shell.
        if installs or not name.startswith("PIP_")
    ]
    if not names:
        return ""
    return (
        f"\n\n  Your shell sets {', '.join(names)}. The set-up ignored that; these "
        "commands will not."
    )
