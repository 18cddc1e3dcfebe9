"""Checks everything that must hold before a change is shared, and changes nothing.

Format, lint, types, import contract, settings, migrations, tests.
"""

import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PYTHON = sys.executable
LINT_IMPORTS = str(Path(sys.executable).with_name("lint-imports"))

CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "imports": [LINT_IMPORTS],
    "tests": [PYTHON, "-m", "pytest"],
}


def main() -> int:
    if not shutil.which(LINT_IMPORTS):
        print(f"First type: {PYTHON} -m pip install --group dev")
        return 1
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=PROJECT, check=False).returncode:  # noqa: S603
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll is well.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
