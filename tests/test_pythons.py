"""The command and the service work on each supported Python that is installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_journey import PYTHON, generate

pytestmark = pytest.mark.slow

SUPPORTED = ["3.10", "3.11", "3.12", "3.13", "3.14"]
TOOLS = ["cookiecutter>=2.7", "uv"]
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


def interpreter(version: str) -> str | None:
    """Find a working Python of this version: on the path, or kept by pyenv."""
    candidates = [shutil.which(f"python{version}")]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += [
        str(path) for path in sorted(pyenv.glob(f"versions/{version}.*/bin/python"))
    ]
    for candidate in filter(None, candidates):
        asked = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip() == version:
            return candidate
    return None


@pytest.mark.parametrize("version", [v for v in SUPPORTED if v != RUNNING])
def test_a_generated_project_passes_its_own_check(version: str, tmp_path: Path) -> None:
    found = interpreter(version)
    if found is None:
        pytest.skip(f"Python {version} is not installed")
    tools = tmp_path / "tools"
    uv = [sys.executable, "-m", "uv"]
    for command in (
        [*uv, "venv", "-q", "--python", found, str(tools)],
        [*uv, "pip", "install", "-q", "--python", str(tools / PYTHON), *TOOLS],
    ):
        subprocess.run(command, check=True)

    project = generate(str(tools / PYTHON), tmp_path)

    python = str(project / ".venv" / PYTHON)
    asked = subprocess.run([python, "-V"], capture_output=True, text=True, check=True)
    assert asked.stdout.startswith(f"Python {version}.")
    checked = subprocess.run(
        [python, "dev.py", "check"],
        cwd=project,
        # In one process: another of these tests runs at the same time.
        env={**os.environ, "PYTEST_XDIST_AUTO_NUM_WORKERS": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
