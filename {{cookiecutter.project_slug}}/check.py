"""Runs all checks that a change has to pass, and changes nothing.

Format, lint, types, import contract, migrations and tests, in parallel.
"""

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PYTHON = sys.executable

CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [str(Path(PYTHON).with_name("lint-imports"))],
    "migrations": [
        *[PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--no-input"],
        *["--settings", "config.settings.test"],
    ],
    "tests": [PYTHON, "-m", "pytest", "-q", "-n", "auto"],
}
# It compares the models with the migrations, and needs no database.
ENVIRONMENT = {"migrations": {"DATABASE_URL": "sqlite://:memory:"}}
# What fixes most of what a check finds.
REMEDIES = {
    "format": f"{PYTHON} -m ruff format .",
    "lint": f"{PYTHON} -m ruff check --fix .",
    "migrations": f"{PYTHON} manage.py makemigrations",
}
TOOLS = ["importlinter", "mypy", "pytest", "ruff", "xdist"]
# uv creates environments without pip.
INSTALL = (
    f"{PYTHON} -m pip install"
    if find_spec("pip")
    else f"uv pip install --python {PYTHON}"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="leave the slow tests out")
    if parser.parse_args().fast:
        CHECKS["tests"] += ["-m", "not slow"]
    if not all(find_spec(tool) for tool in TOOLS):
        print(f"First type: {INSTALL} --group dev")
        return 1
    colours = {"FORCE_COLOR": "1"} if sys.stdout.isatty() else {}
    running = {
        name: subprocess.Popen(  # noqa: S603
            command,
            cwd=PROJECT,
            env={**os.environ, **colours, **ENVIRONMENT.get(name, {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for name, command in CHECKS.items()
    }
    failed = []
    for name, process in running.items():
        print(f"== {name}", flush=True)
        for line in process.stdout or []:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
        if process.wait():
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll is well.")
    for name in failed:
        if name in REMEDIES:
            print(f"For {name}, type: {REMEDIES[name]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
