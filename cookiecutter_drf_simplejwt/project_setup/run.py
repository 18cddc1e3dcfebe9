"""The order of the set-up, and what becomes of it when a step fails."""

import os
import shutil
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.project_setup import report
from cookiecutter_drf_simplejwt.project_setup.console import Console
from cookiecutter_drf_simplejwt.project_setup.cruft import is_comparison, is_cruft
from cookiecutter_drf_simplejwt.project_setup.dotenv import write_dotenv
from cookiecutter_drf_simplejwt.project_setup.environment import child_environment
from cookiecutter_drf_simplejwt.project_setup.plan import plan
from cookiecutter_drf_simplejwt.project_setup.problems import is_about_certificates
from cookiecutter_drf_simplejwt.project_setup.steps import (
    Step,
    StepError,
    StepInterruptedError,
    run_step,
)

Answers = Mapping[str, object]


def set_up(project: Path, answers: Answers) -> int:
    """Make a new project ready to run, as far as that is wanted and possible.

    Return the exit status for Cookiecutter, which deletes a new project on any but 0.
    So it is 0 whatever happens, except for CI with COOKIECUTTER_DRF_STRICT=1.
    """
    if is_comparison(answers, project):
        return 0
    console = Console()
    if write_dotenv(project / ".env", answers):
        console.done("Wrote fresh secrets to .env")
    environ = child_environment(project, os.environ)
    try:
        steps = plan(project, answers, environ)
    except Exception:  # whatever it is, the project is there
        console.say(report.failure(traceback.format_exc()))
        console.say(report.without_a_plan(project))
        return int(is_strict())
    if not is_wanted(answers):
        console.say(report.left_to_do(project, answers, steps))
        return 0
    return run_steps(project, answers, steps, environ, console)


def is_wanted(answers: Answers) -> bool:
    """Tell whether to install anything. Under cruft the project may be anywhere."""
    return (
        answers["run_setup"] is True
        and os.environ.get("COOKIECUTTER_DRF_SETUP") != "0"
        and not is_cruft(answers)
    )


def is_strict() -> bool:
    return os.environ.get("COOKIECUTTER_DRF_STRICT") == "1"


def run_steps(
    project: Path,
    answers: Answers,
    steps: Sequence[Step],
    environ: Mapping[str, str],
    console: Console,
) -> int:
    strict = is_strict()
    had_venv = (project / ".venv").exists()
    left = list(steps)
    while left:
        step = left[0]
        try:
            run_step(step, project, environ, console)
        except StepError as error:
            if step.otherwise and is_about_certificates(str(error)):
                left[:1] = step.otherwise
                continue
            if step.makes_venv and not had_venv:
                shutil.rmtree(project / ".venv", ignore_errors=True)
            console.say(report.failure(str(error)))
            if not strict:
                console.say(report.how_to_finish(project, left))
            return int(strict)
        except StepInterruptedError as interruption:
            # Said before anything else: Cookiecutter has had its Ctrl-C too and waits
            # a quarter of a second for this process before it says "Aborted!".
            console.say(report.how_to_finish(project, left))
            interruption.end_command()
            return int(strict)
        left.pop(0)
    console.say(report.ready(project, answers))
    return 0
