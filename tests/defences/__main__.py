"""Tries the defences of some requirements in an environment that is there already.

    python -m tests.defences --service PYTHON [--bakes FOLDER] ROW …

PYTHON is one that has the dependencies of a generated project.
"""

import argparse
import compileall
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from cookiecutter.main import cookiecutter  # type: ignore[import-untyped]

from tests.answers import ROOT
from tests.conftest import POSTGRES
from tests.defences import Defence, read


def baked(defence: Defence, folder: Path) -> Path:
    """Return a project with the answers of a defence, made once in a folder."""
    answers = json.dumps(defence.answers, sort_keys=True)
    name = f"p-{hashlib.sha256(answers.encode()).hexdigest()[:12]}"
    if not (folder / name).exists():
        cookiecutter(
            str(ROOT),
            no_input=True,
            output_dir=str(folder),
            extra_context={**defence.answers, "project_slug": name},
        )
        compileall.compile_dir(folder / name, quiet=1)
    return folder / name


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.defences")
    parser.add_argument("--service", required=True, type=Path)
    parser.add_argument("--bakes", type=Path)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    asked = parser.parse_args()

    missed = 0
    with tempfile.TemporaryDirectory() as temporary:
        for number, each in enumerate(read()):
            if asked.rows and not set(asked.rows) & set(each.rows):
                continue
            project = baked(each, asked.bakes or Path(temporary))
            copy = Path(temporary) / f"copy-{number}"
            address = f"{POSTGRES}_{os.getpid()}"
            left, output = each.unproved(project, copy, asked.service, address)
            print("MISS" if left else "ok  ", each.name, *left, flush=True)
            if left:
                missed += 1
                print(output[-4000:], flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    os.environ["COOKIECUTTER_DRF_SETUP"] = "0"
    sys.exit(main())
