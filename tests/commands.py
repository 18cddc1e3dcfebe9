"""Runs commands, and shows the output of one that fails."""

import subprocess
from pathlib import Path
from typing import Any


def run(*command: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a command; its output is all in `stdout`."""
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **options,
    )


def output_of(*command: str | Path, **options: Any) -> str:
    """Return the output of a command that must succeed."""
    result = run(*command, **options)
    assert result.returncode == 0, result.stdout
    return result.stdout
