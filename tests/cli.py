"""Runs Cookiecutter on this template, away from the home of whoever runs the tests."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

TEMPLATE = Path(__file__).resolve().parent.parent


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
                "HOME": home,
                "USERPROFILE": home,
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
