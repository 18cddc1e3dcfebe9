"""Sets a new project up, once its files are written: `.env`, packages, database.

Cookiecutter's own Python runs this, and has only the standard library for certain.
Cookiecutter deletes a new folder when its hook fails: nothing here may do that.
"""

import os
import re
import secrets
import subprocess
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt import report
from cookiecutter_drf_simplejwt.rules import Answers
from cookiecutter_drf_simplejwt.steps import Step, child_environment, plan
from cookiecutter_drf_simplejwt.terminal import say

# cruft, and nothing else, adds the template's commit to the answers.
CRUFT = "_commit"
SECRETS = {
    "SECRET_KEY": "Signs what Django signs. Changing it ends sessions of the admin.",
    "JWT_SIGNING_KEY": "Signs tokens. docs/signing-keys.md says how to change it.",
    "SECOND_FACTOR_KEY": "Encrypts secrets. docs/second-factor.md says how to change it.",
    "POSTGRES_PASSWORD": "Set in the database of compose.yaml when it first starts.",
}


def set_up(project: Path, answers: Answers) -> int:
    """Make a new project ready to run, as far as that is wanted and possible.

    Return the exit status for Cookiecutter: 0 whatever happens, except for CI with
    COOKIECUTTER_DRF_STRICT=1.
    """
    if is_comparison(answers, project):
        return 0
    failure = int(os.environ.get("COOKIECUTTER_DRF_STRICT") == "1")
    try:
        if write_dotenv(project / ".env", answers):
            report.say_step("Write fresh secrets to .env")
        environ = child_environment(project, os.environ)
        steps = plan(project, answers, environ)
        # Under cruft, the project may be anywhere.
        if (
            answers["run_setup"] is True
            and os.environ.get("COOKIECUTTER_DRF_SETUP") != "0"
            and CRUFT not in answers
        ):
            if not run_steps(project, steps, environ):
                return failure
            steps = []
        page = "" if answers["playground"] else f"{answers['api_prefix']}/"
        report.say_what_is_next(project, steps, page)
    except Exception:
        report.say_failure(traceback.format_exc())
        say("\n  The project is complete; its README.md shows how to set it up.\n")
        return failure
    return 0


def is_comparison(answers: Answers, project: Path) -> bool:
    """Tell a render for `cruft diff` or `cruft update` from one for `cruft create`.

    Both compare two renders in temporary folders, file by file: what is secret or
    differs every time must not be in them.
    """
    folder = project.resolve().parent
    return (
        CRUFT in answers
        and folder.parent == Path(tempfile.gettempdir()).resolve()
        and re.fullmatch(r"tmp[a-z0-9_]{8}", folder.name) is not None
    )


def write_dotenv(path: Path, answers: Answers) -> bool:
    """Write fresh secrets that only the owner can read, unless there is a file already.

    Key pairs are files of their own, which a step makes. Return whether it was written.
    """
    unwanted = {
        "JWT_SIGNING_KEY": answers["signing_algorithm"] != "HS256",
        "SECOND_FACTOR_KEY": answers["second_factor"] == "none",
        "POSTGRES_PASSWORD": answers["deployment"] == "none",
    }
    try:
        # O_EXCL and the mode at once: never overwritten, never readable for a moment.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="utf-8", newline="\n") as dotenv:
        for name, purpose in SECRETS.items():
            if not unwanted.get(name):
                dotenv.write(f"# {purpose}\n{name}={secrets.token_urlsafe(50)}\n")
    return True


def run_steps(project: Path, steps: Sequence[Step], environ: Mapping[str, str]) -> bool:
    """Run one step after another; tell whether all succeeded."""
    left = list(steps)
    while left:
        step, *after = left
        began = time.perf_counter()
        report.say_begun(step.what)
        try:
            done = subprocess.run(
                step.command,
                cwd=project,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
            status, output = done.returncode, done.stdout
        except OSError as error:
            status, output = 1, f"{step.command[0]}: {error}"
        except KeyboardInterrupt:
            break
        report.say_step(step.what, status == 0, time.perf_counter() - began)
        if status and not step.otherwise:
            report.say_failure(output)
            break
        left = [*step.otherwise] if status else after
    if left:
        report.say_how_to_finish(project, left)
    return not left
