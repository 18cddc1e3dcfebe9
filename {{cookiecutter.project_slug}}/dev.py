"""Sets the project up, runs it, checks it, corrects it and tests it.

    python3 dev.py setup    # create .venv, .env and the database in a fresh clone
    python3 dev.py run      # start the development server
    python3 dev.py check    # run every check and test, and change nothing
    python3 dev.py fix      # format the code, and correct what the linter can
    python3 dev.py test     # run the tests, or those that are named

`check --fast` leaves out the tests that start processes. `run` and `test` pass their
arguments on to runserver and pytest. Python alone is required, on every platform.
"""

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV_PYTHON = (
    PROJECT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
)
# Without .venv, as in CI or in an image, the packages are those of this Python.
PYTHON = str(VENV_PYTHON) if VENV_PYTHON.exists() else sys.executable

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
# What corrects most of what a check finds.
REMEDIES = {
    "format": "dev.py fix",
    "lint": "dev.py fix",
    "migrations": "manage.py makemigrations",
}
# Django's commands for the set-up, each with the path that makes it unnecessary.
COMMANDS: dict[str, str | None] = {
    # template: if cookiecutter.signing_algorithm != "HS256"
    "new_signing_key": "keys",
    # template: endif
    "migrate": None,
}


def setup() -> int:
    """Create what git does not track. What exists is kept, except packages."""
    if not (PROJECT / ".env").exists():
        write_dotenv()
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--allow-existing", ".venv")
        run(uv, "pip", "install", "--python", VENV_PYTHON, "pip", "--group", "dev")
    else:
        run(sys.executable, "-m", "venv", "--upgrade-deps", ".venv")
        run(VENV_PYTHON, "-m", "pip", "install", "--group", "dev")
    for command, path in COMMANDS.items():
        if path is None or not (PROJECT / path).exists():
            run(VENV_PYTHON, "manage.py", command)
    return 0


def write_dotenv() -> None:
    """Copy `.env.example`, with a new secret for each variable that has no value."""
    text = (PROJECT / ".env.example").read_text("utf-8")
    filled = re.sub(
        r"^([A-Z_]+)=$",
        lambda line: f"{line[1]}={secrets.token_urlsafe(50)}",
        text,
        flags=re.MULTILINE,
    )
    with open(PROJECT / ".env", "x", encoding="utf-8", opener=_private) as file:
        file.write(filled)


def check(*, fast: bool) -> int:
    """Run the checks in parallel; return 1 if one of them fails."""
    if fast:
        CHECKS["tests"] += ["-m", "not slow"]
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
            print(f"For {name}, type: {PYTHON} {REMEDIES[name]}")
    return 1 if failed else 0


def fix() -> int:
    """Format after the linter, whose corrections are not formatted."""
    linted = run(PYTHON, "-m", "ruff", "check", "--fix", ".", check=False)
    return run(PYTHON, "-m", "ruff", "format", ".") or linted


def run(*command: str | Path, check: bool = True) -> int:
    """Run a command in the project; exit with its code if it fails and `check` is true."""
    code = subprocess.run(command, cwd=PROJECT, check=False).returncode  # noqa: S603
    if code and check:
        sys.exit(code)
    return code


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["setup", "run", "check", "fix", "test"])
    parser.add_argument("--fast", action="store_true", help=argparse.SUPPRESS)
    options, more = parser.parse_known_args()
    if options.verb in {"run", "test"}:
        more = sys.argv[2:]
    elif more or (options.fast and options.verb != "check"):
        parser.error(f"{options.verb} does not take {' '.join(sys.argv[2:])}")
    if options.verb == "setup":
        return setup()
    if options.verb == "run":
        return run(PYTHON, "manage.py", "runserver", *more)
    if not has_tools():
        print(f"First type: {sys.executable} dev.py setup")
        return 1
    if options.verb == "check":
        return check(fast=options.fast)
    if options.verb == "fix":
        return fix()
    return run(PYTHON, "-m", "pytest", *more)


def has_tools() -> bool:
    """Return whether the packages of the group dev are installed."""
    asked = "import django, importlinter, mypy, pytest, ruff, xdist"
    return not subprocess.run(  # noqa: S603
        [PYTHON, "-c", asked], stderr=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # Ctrl+C ends the server.
        sys.exit(main())
