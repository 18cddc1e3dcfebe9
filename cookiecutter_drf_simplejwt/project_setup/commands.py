"""Writes commands so that they can be pasted where the user stands."""

import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.project_setup.steps import Step
from cookiecutter_drf_simplejwt.project_setup.tools import VENV_PYTHON

Command = Sequence[str]

SPECIAL = re.compile(r"[\s<>&|^]")

FIRST_RUN: list[Command] = [
    [VENV_PYTHON, "manage.py", "createsuperuser"],
    [VENV_PYTHON, "manage.py", "runserver"],
]


def seen_from_here(project: Path) -> str:
    """Return the path of the project from where the user stands.

    A hook is not told where that is. A shell says so in PWD; without one, as on
    Windows, the whole path is right everywhere.
    """
    here = os.environ.get("PWD", "")
    if here and project.resolve().is_relative_to(Path(here).resolve()):
        return str(project.resolve().relative_to(Path(here).resolve()))
    return str(project)


def commands_of(project: Path, steps: Sequence[Step]) -> list[Command]:
    """Return what to type to take these steps by hand."""
    enter: Command = ["cd", seen_from_here(project)]
    return [enter, *(step.command for step in steps)]


def as_lines(commands: Sequence[Command]) -> str:
    return "\n".join(f"    {_quoted(command)}" for command in commands)


def as_one_line(commands: Sequence[Command]) -> str:
    """Return the commands as one that stops where something fails."""
    if os.name == "nt":  # where not every shell knows `&&`
        return as_lines(commands)
    return "    " + " && ".join(_quoted(command) for command in commands)


def _quoted(command: Command) -> str:
    if os.name == "nt":
        return " ".join(
            f'"{word}"' if SPECIAL.search(word) else word for word in command
        )
    return shlex.join(command)
