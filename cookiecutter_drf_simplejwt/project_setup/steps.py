"""Runs one command as one line of the report."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cookiecutter_drf_simplejwt.project_setup.console import Console

PATIENCE = 3  # seconds for a command to end when it is asked to


@dataclass(frozen=True)
class Step:
    """A command to run in the project's folder, and how to speak of it."""

    doing: str
    done: str
    command: Sequence[str]
    makes_venv: bool = False
    # What to do instead where it fails for a certificate that is not trusted.
    otherwise: "Sequence[Step]" = ()


class StepError(Exception):
    """A command failed. The message is what it printed."""


class StepInterruptedError(Exception):
    """Ctrl-C: the command has been asked to end, and may not have ended yet."""

    def __init__(self, command: "subprocess.Popen[str]") -> None:
        super().__init__("Interrupted")
        self._command = command

    def end_command(self) -> None:
        try:
            self._command.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._command.kill()
            self._command.wait()


def run_step(
    step: Step, project: Path, environ: Mapping[str, str], console: Console
) -> None:
    """Run a command quietly, and report it with the seconds it took."""
    began = time.perf_counter()
    with console.busy(step.doing):
        returncode, output = _run(step.command, project, environ)
    seconds = time.perf_counter() - began
    if returncode == 0:
        console.done(step.done, seconds)
    else:
        console.failed(step.doing, seconds)
        raise StepError(output)


def _run(
    command: Sequence[str], project: Path, environ: Mapping[str, str]
) -> tuple[int, str]:
    try:
        child = subprocess.Popen(
            command,
            cwd=project,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        return 1, f"{command[0]}: {error}"
    assert child.stdout is not None
    try:
        # Not communicate(), which waits for the child before it lets Ctrl-C through.
        with child.stdout:
            output = child.stdout.read()
        return child.wait(), output
    except KeyboardInterrupt:
        child.terminate()
        raise StepInterruptedError(child) from None
