"""What the tests of the set-up run on: a tiny project, and a folder of packages."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from tests.answers import QUESTIONS, ROOT

HOOK = ROOT / "hooks" / "post_gen_project.py"
ANSWERS: dict[str, object] = {
    **{
        name: default[0] if isinstance(default, list) else default
        for name, default in QUESTIONS.items()
    },
    "playground": False,
    "second_factor": "none",
    "deployment": "none",
}

PYPROJECT = """\
[project]
name = "tiny-api"
version = "0.1.0"
requires-python = ">=3.10"

[dependency-groups]
runtime = ["tiny"]
dev = [{ include-group = "runtime" }, "tiny-tool"]

[tool.uv]
package = false
"""

# Leaves behind what it was called with and what it saw.
MANAGE = """\
import json, os, sys
import config
with open(f"{sys.argv[1]}.json", "w", encoding="utf-8") as file:
    json.dump({"argv": sys.argv[1:], "environ": dict(os.environ)}, file)
"""


def make_project(folder: Path) -> Path:
    """Write the smallest project that can be set up."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "__init__.py").touch()
    (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (folder / "manage.py").write_text(MANAGE, encoding="utf-8")
    (folder / ".env.example").write_text(
        "# Where the data is\nDATABASE_URL=sqlite:///db.sqlite3\n"
        "# EMAIL_URL=\n# DJANGO_SETTINGS_MODULE=config.settings.local\n",
        encoding="utf-8",
    )
    return folder


def run_hook(
    project: Path,
    *,
    python: Path | str = sys.executable,
    answers: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> "subprocess.CompletedProcess[str]":
    """Render the hook and run it in the project, as Cookiecutter does."""
    text = HOOK.read_text(encoding="utf-8")
    text = text.replace("{{ template_root }}", str(ROOT))
    text = text.replace(
        "{{ cookiecutter | tojson }}", json.dumps({**ANSWERS, **(answers or {})})
    )
    hook = project.parent / "rendered_hook.py"
    hook.write_text(text, encoding="utf-8")
    return subprocess.run(
        [python, hook],
        cwd=project,
        env={**plain_environment(), **(environ or {})},
        stdout=stdout,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )


def plain_environment() -> dict[str, str]:
    """Return this environment without what would decide how the hook behaves."""
    decides = r"COOKIECUTTER_DRF_|UV(_|$)|VIRTUAL_ENV$|PYTHON|PIP_"
    return {
        name: value for name, value in os.environ.items() if not re.match(decides, name)
    } | {
        "PYTHONIOENCODING": "utf-8",
        "PIP_CONFIG_FILE": os.devnull,
        "UV_NO_CONFIG": "1",
    }


def make_packages(folder: Path) -> dict[str, str]:
    """Write pip, and two packages that hold nothing; return what makes them the only."""
    write_wheel(folder, "tiny", "99.0", {})
    write_wheel(folder, "tiny_tool", "99.0", {})
    pip = metadata.distribution("pip")
    files = {
        str(file): file.read_binary()
        for file in pip.files or ()
        if str(file).startswith("pip/") and file.suffix != ".pyc"
    }
    write_wheel(folder, "pip", pip.version, files)
    return {
        **{"PIP_FIND_LINKS": str(folder), "PIP_NO_INDEX": "1"},
        **{"UV_FIND_LINKS": str(folder), "UV_NO_INDEX": "1", "UV_NO_CACHE": "1"},
    }


def write_wheel(
    folder: Path, name: str, version: str, files: Mapping[str, bytes]
) -> None:
    info = f"{name}-{version}.dist-info"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    wheel = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {
        **files,
        f"{info}/METADATA": about.encode(),
        f"{info}/WHEEL": wheel.encode(),
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, content in {**files, f"{info}/RECORD": record.encode()}.items():
            archive.writestr(path, content)


def installed(project: Path) -> set[str]:
    """Return the names of the packages in the project's environment."""
    return {
        path.name.split("-")[0] for path in (project / ".venv").rglob("*.dist-info")
    }
