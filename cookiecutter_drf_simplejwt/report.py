"""What the user reads while the set-up runs, and when it is over."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.command_line import quoted
from cookiecutter_drf_simplejwt.steps import VENV_PYTHON, Step, misleading_variables

Command = Sequence[str]

FIRST_RUN: list[Command] = [
    [VENV_PYTHON, "manage.py", "createsuperuser"],
    [VENV_PYTHON, "manage.py", "runserver"],
]
LAST_LINES = 6
# What stops where a command fails; not every shell of Windows knows `&&`.
AND = "\n    " if os.name == "nt" else " && "

NO_INDEX = """\
  The packages could not be fetched. Are you offline, or behind a proxy that is not
  set (HTTPS_PROXY), or is the package index down?"""
NOT_TRUSTED = """\
  The certificate of the package index, or of a proxy before it, is not trusted.
  SSL_CERT_FILE names a file of certificates to trust for uv, PIP_CERT for pip."""
NO_ENSUREPIP = """\
  This Python has no ensurepip, which makes virtual environments. On Debian and Ubuntu:
  sudo apt install python3-venv. Or install uv, which does without."""
# "from versions: none" is what pip prints where no index answered.
MEANINGS = {
    "ensurepip": NO_ENSUREPIP,
    "certificate": NOT_TRUSTED,
    "from versions: none": NO_INDEX,
    "Failed to fetch": NO_INDEX,
    "network was disabled": NO_INDEX,
}


def say(text: str) -> None:
    encoding = sys.stdout.encoding
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except OSError:
        # The reader has gone (`cookiecutter … | head`). What is left in the buffer
        # would end this process in failure, and Cookiecutter delete the project.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def say_begun(what: str) -> None:
    """Show on a terminal what is going on, until `say_step` writes over it."""
    if sys.stdout.isatty():
        print(f"    {what} ...", end="\r", flush=True)


def say_step(what: str, is_done: bool = True, seconds: float | None = None) -> None:
    has_ticks = "✓✗".encode(sys.stdout.encoding, "ignore") != b""
    sign = ("✓" if is_done else "✗") if has_ticks else ("+" if is_done else "x")
    time = "" if seconds is None else f"{seconds:6.1f} s"
    say(f"  {sign} {what:<50}{time}".rstrip())


def next_commands(project: Path, steps: Sequence[Step], page: str) -> str:
    """Return what to type after a set-up that worked, or where there was to be none."""
    state = "The files are there, nothing is installed yet." if steps else "Ready."
    return f"""
  {state} Next:

{as_lines([*commands_of(project, steps), *FIRST_RUN])}

  and open http://127.0.0.1:8000/{page}{_warning(project)}
"""


def failure(output: str) -> str:
    """Return the end of what a command printed, and what it means if that is known."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    tail = "\n".join(f"      {line}" for line in lines[-LAST_LINES:])
    meaning = _meaning_of(output)
    return f"{tail}\n\n{meaning}" if meaning else tail


def is_about_certificates(output: str) -> bool:
    return _meaning_of(output) == NOT_TRUSTED


def _meaning_of(output: str) -> str | None:
    return next((MEANINGS[sign] for sign in MEANINGS if sign in output), None)


def how_to_finish(project: Path, steps: Sequence[Step]) -> str:
    """Return what to type after a step that failed or was interrupted."""
    return f"""
  The project is complete in {seen_from_here(project)}, only its set-up is not. This finishes it:

{as_lines(commands_of(project, steps), AND)}

  Then create a user and run it:

{as_lines(FIRST_RUN)}{_warning(project)}
"""


def _warning(project: Path) -> str:
    names = ", ".join(misleading_variables(project, os.environ))
    ignored = "The set-up ignored that; these commands will not."
    return f"\n\n  Your shell sets {names}. {ignored}" if names else ""


def seen_from_here(project: Path) -> str:
    """Return the path of the project from where the user stands.

    A hook is not told where that is. A shell sets PWD to it; without one, as on
    Windows, the whole path is right everywhere.
    """
    here = os.environ.get("PWD", "")
    if here and project.resolve().is_relative_to(Path(here).resolve()):
        return str(project.resolve().relative_to(Path(here).resolve()))
    return str(project)


def commands_of(project: Path, steps: Sequence[Step]) -> list[Command]:
    """Return what to type to take these steps by hand."""
    return [["cd", seen_from_here(project)], *(step.command for step in steps)]


def as_lines(commands: Sequence[Command], between: str = "\n    ") -> str:
    return "    " + between.join(map(quoted, commands))
