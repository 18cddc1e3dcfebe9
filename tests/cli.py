"""Runs Cookiecutter on this template, away from the developer's own home and settings."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cookiecutter.utils import create_env_with_context  # type: ignore[import-untyped]
from jinja2 import Environment

TEMPLATE = Path(__file__).resolve().parent.parent
# The variables that say where the home is, under POSIX and on Windows.
HOME = ("HOME", "USERPROFILE")


def run_cli(
    *args: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    input: str | None = None,  # noqa: A002
) -> subprocess.CompletedProcess[str]:
    """Run `cookiecutter TEMPLATE *args` and capture what it prints, both streams in one."""
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            [sys.executable, "-m", "cookiecutter", str(TEMPLATE), *args],
            cwd=cwd,
            env={
                **{k: v for k, v in os.environ.items() if k != "COOKIECUTTER_CONFIG"},
                **dict.fromkeys(HOME, home),
                "PYTHONUTF8": "1",
                "COOKIECUTTER_DRF_SETUP": "0",
                **(env or {}),
            },
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=120,
        )


def ruff(folder: Path) -> str:
    """Return what ruff would change or complains of."""
    runs = [
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        for command in (["format", "--check"], ["check"])
    ]
    return "".join(run.stdout + run.stderr for run in runs if run.returncode)


def jinja() -> Environment:
    """Return the environment in which Cookiecutter renders this template."""
    questions = json.loads((TEMPLATE / "cookiecutter.json").read_bytes())
    environment: Environment = create_env_with_context({"cookiecutter": questions})
    return environment


def validated(answers: Mapping[str, object]) -> str:
    """Return nothing, or raise what is wrong with answers that a file can hold."""
    template = jinja().from_string("{{ cookiecutter | validated }}")
    return template.render(cookiecutter=answers)
