"""Finds what can make a virtual environment and install into it."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

# Relative to the project, so that what runs here can also be shown for pasting.
VENV_PYTHON = str(
    Path(".venv", "Scripts", "python.exe")
    if os.name == "nt"
    else Path(".venv", "bin", "python")
)
# What Cookiecutter's own virtual environment was made from, and outlives it: `uv run
# --with cookiecutter` deletes its own.
BASE_PYTHON: str = getattr(sys, "_base_executable", None) or sys.executable


def find_uv(environ: Mapping[str, str]) -> str | None:
    """Return a uv that runs and knows dependency groups (some on the PATH do neither)."""
    name = "uv.exe" if os.name == "nt" else "uv"
    on_path = shutil.which("uv", path=environ.get("PATH"))
    places = [
        environ.get("UV"),  # set by uv for everything it runs
        str(Path(sys.executable).with_name(name)),
        str(Path(sysconfig.get_path("scripts"), name)),
        on_path,
    ]
    for uv in filter(None, places):
        if "--group" in output_of([uv, "pip", "install", "--help"], environ):
            return "uv" if on_path and Path(on_path).samefile(uv) else uv
    return None


def own_pip() -> tuple[int, ...]:
    """Return the version of the pip beside Cookiecutter, (0,) if there is none."""
    try:
        return _numbers(importlib.metadata.version("pip"))
    except importlib.metadata.PackageNotFoundError:
        return (0,)


def bundled_pip() -> tuple[int, ...]:
    """Return the version of the pip that `python -m venv` installs, (0,) if none."""
    try:
        import ensurepip
    except ImportError:  # Debian has it in a package of its own
        return (0,)
    return _numbers(ensurepip.version())


def output_of(
    command: Sequence[str], environ: Mapping[str, str], project: Path | None = None
) -> str:
    """Return what a command prints, nothing if it fails or cannot be run."""
    try:
        return subprocess.run(
            command,
            cwd=project,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])
