"""Sets the template up, runs a generated project, checks, corrects and tests the template.

    python3 dev.py setup             # create .venv with all that the tests need
    python3 dev.py run registration=open
                                     # generate a project, and start its server
    python3 dev.py check --fast      # what takes seconds: run it at every change
    python3 dev.py check             # every check and test, which takes half an hour
    python3 dev.py fix               # format the code, and correct what the linter can
    python3 dev.py test tests/test_setup.py

`check` changes nothing. `run` passes its arguments on to Cookiecutter, and `test` to
pytest. A generated project has the same verbs. Python alone is required, on every
platform.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TREE = ROOT / "{{cookiecutter.project_slug}}"
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUFF: list[str | Path] = [PYTHON, "-m", "ruff"]
PYTEST: list[str | Path] = [PYTHON, "-m", "pytest"]
# In a project, ruff finds its packages. Here some modules exist as two files for one name.
PACKAGES = sorted(path.parent.name for path in TREE.glob("*/__init__.py"))
FIRST_PARTY = f"lint.isort.known-first-party={PACKAGES}"


def main(verb: str = "", *arguments: str) -> int:
    if verb == "setup" and not arguments:
        run(sys.executable, "-m", "venv", ROOT / ".venv")
        run(PYTHON, "-m", "pip", "install", "-q", "--upgrade", "pip")
        return run(PYTHON, "-m", "pip", "install", "-q", "--group", "test")
    if verb == "run":
        return run_project(*arguments)
    if verb == "check" and arguments in {(), ("--fast",)}:
        # Formats, lint and types are tests, too.
        return run(
            *PYTEST,
            "-n",
            "auto",
            *(["-m", "not slow and not full"] if arguments else []),
        )
    if verb == "fix" and not arguments:
        for folder, options in ((ROOT, []), (TREE, ["--config", FIRST_PARTY])):
            # A cache in the tree would be a part of each generated project.
            fix = ["check", "-q", "--fix", "--no-cache", *options, "."]
            run(*RUFF, *fix, cwd=folder, check=False)
            run(*RUFF, "format", "-q", "--no-cache", ".", cwd=folder)
        return run(*PYTEST, "-q", "tests/test_source_tree.py")
    if verb == "test":
        return run(*PYTEST, *arguments)
    print(__doc__)
    return 2


def run_project(*answers: str) -> int:
    """Generate a project in a temporary folder, and start its server."""
    with tempfile.TemporaryDirectory() as folder:
        cookiecutter = ["-m", "cookiecutter", "--no-input", "-o", folder]
        run(PYTHON, *cookiecutter, ROOT, *answers)
        [project] = Path(folder).iterdir()
        return run(sys.executable, "dev.py", "run", cwd=project, check=False)


def run(*command: str | Path, cwd: Path = ROOT, check: bool = True) -> int:
    """Run a command; exit with its code if it fails and `check` is true."""
    code = subprocess.run(command, cwd=cwd, check=False).returncode
    if code and check:
        sys.exit(code)
    return code


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # Ctrl+C ends the server.
        sys.exit(main(*sys.argv[1:]))
