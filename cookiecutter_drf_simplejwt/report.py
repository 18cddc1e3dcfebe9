"""What the user reads while the set-up runs, and when it is over."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON, Step, service_variables
from cookiecutter_drf_simplejwt.terminal import printable, quoted, say

FIRST_RUN = [
    [VENV_PYTHON, "manage.py", "createsuperuser"],
    [VENV_PYTHON, "manage.py", "runserver"],
]
LAST_LINES = 6
# What stops where a command fails; not every shell of Windows knows `&&`.
AND = "\n    " if os.name == "nt" else " && "

# What a failed command prints, and what it means.
MEANINGS = {
    "ensurepip": """\
  This Python has no ensurepip, which makes virtual environments. On Debian and Ubuntu:
  sudo apt install python3-venv. Or install uv, which does without.""",
    "certificate": """\
  The certificate of the package index, or of a proxy before it, is not trusted.
  SSL_CERT_FILE names a file of certificates to trust for uv, PIP_CERT for pip.""",
    # So says pip where no index answered.
    "from versions: none": """\
  The packages could not be fetched. Are you offline, or behind a proxy that is not
  set (HTTPS_PROXY), or is the package index down?""",
}


def say_begun(what: str) -> None:
    """Show on a terminal what is going on, until `say_step` writes over it."""
    if sys.stdout.isatty():
        print(f"    {what} ...", end="\r", flush=True)


def say_step(what: str, is_done: bool = True, seconds: float | None = None) -> None:
    signs = "✓✗" if printable("✓✗") == "✓✗" else "+x"
    time = "" if seconds is None else f"{seconds:6.1f} s"
    say(f"  {signs[not is_done]} {what:<50}{time}".rstrip())


def say_what_is_next(project: Path, steps: Sequence[Step], page: str) -> None:
    """Show what to type after a set-up that worked, or where there was to be none."""
    state = "The files are there, nothing is installed yet." if steps else "Ready."
    say(f"""
  {state} Next:

{_lines([*_commands(project, steps), *FIRST_RUN])}

  and open http://127.0.0.1:8000/{page}{_warning(project)}
""")


def say_how_to_finish(project: Path, steps: Sequence[Step]) -> None:
    """Show what to type after a step that failed or was interrupted."""
    say(f"""
  The project is complete in {project}, only its set-up is not. This finishes it:

{_lines(_commands(project, steps), AND)}

  Then create a user and run it:

{_lines(FIRST_RUN)}{_warning(project)}
""")


def say_failure(output: str) -> None:
    """Show the end of what a command printed, and what it means if that is known."""
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    for line in lines[-LAST_LINES:]:
        say(f"      {line}")
    meaning = next((MEANINGS[sign] for sign in MEANINGS if sign in output), None)
    if meaning:
        say(f"\n{meaning}")


def _warning(project: Path) -> str:
    names = ", ".join(sorted(service_variables(project) & os.environ.keys()))
    ignored = "The set-up ignored that; these commands will not."
    return f"\n\n  Your shell sets {names}. {ignored}" if names else ""


def _commands(project: Path, steps: Sequence[Step]) -> list[Sequence[str]]:
    return [["cd", str(project)], *(step.command for step in steps)]


def _lines(commands: Sequence[Sequence[str]], between: str = "\n    ") -> str:
    return "    " + between.join(map(quoted, commands))
