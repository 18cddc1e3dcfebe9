"""The commands that make a project ready, and the environment variables they are given."""

import os
import re
import shutil
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from cookiecutter_drf_simplejwt.rules import Answers

Environ = Mapping[str, str]

# Relative to the project, so that the commands can also be shown for pasting.
VENV_PYTHON = str(
    Path(".venv", "Scripts", "python.exe")
    if os.name == "nt"
    else Path(".venv", "bin", "python")
)
# What Cookiecutter's own environment was made from: `uv run --with` deletes that one.
BASE_PYTHON: str = getattr(sys, "_base_executable", None) or sys.executable
# Compiling all packages takes longer than the rest; `migrate` compiles what is imported.
PIP_OPTIONS = ["--disable-pip-version-check", "--no-input", "--no-compile"]

# Each of these sent an install or a migration somewhere else when it was set, or is
# known to. Indexes, proxies and certificates are the user's own and stay.
UNWANTED = frozenset(
    """
    PIP_DRY_RUN PIP_PREFIX PIP_PYTHON PIP_REQUIRE_VIRTUALENV PIP_ROOT PIP_TARGET
    PIP_USER PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONSAFEPATH PYTHONWARNINGS
    UV_FROZEN UV_LOCKED UV_PREFIX UV_PROJECT UV_PROJECT_ENVIRONMENT UV_PYTHON
    UV_SYSTEM_PYTHON UV_TARGET UV_VENV_CLEAR UV_WORKING_DIR UV_WORKING_DIRECTORY
    VIRTUAL_ENV
    """.split()
)
# Being offline should be noticed in seconds: both tools retry for longer by default.
# pip trusts the certificates of the system by default, uv only those of Mozilla.
DEFAULTS = {"PIP_RETRIES": "1", "UV_HTTP_RETRIES": "1", "UV_SYSTEM_CERTS": "1"}


class Step(NamedTuple):
    """A command to run in the project's folder."""

    what: str
    command: Sequence[str]
    # What is done, instead of this and all that follows, where it fails.
    otherwise: "Sequence[Step]" = ()


def plan(project: Path, answers: Answers, environ: Environ) -> list[Step]:
    """Return the steps that make the project ready, with uv or, where it fails, pip."""
    group = "runtime" if environ.get("COOKIECUTTER_DRF_DEV") == "0" else "dev"
    manage = [VENV_PYTHON, "manage.py"]
    last = [Step("Migrate the database", [*manage, "migrate", "--no-input"])]
    if answers["signing_algorithm"] != "HS256" and not any(project.glob("keys/*.pem")):
        last.insert(0, Step("Create the signing key", [*manage, "new_signing_key"]))
    pip = [*with_pip(group), *last]
    uv = find_uv(environ)
    if not uv:
        return pip
    # --allow-existing: to keep an environment, or to mend a half-made one.
    venv = [uv, "venv", "--allow-existing", "--python", BASE_PYTHON, ".venv"]
    # pip is installed too, for people and editors that add packages with it.
    install = [uv, "pip", "install", "--python", VENV_PYTHON, "pip", "--group", group]
    return [
        Step("Create .venv (uv)", venv, pip),
        Step("Install the packages (uv)", install, pip),
        *last,
    ]


def with_pip(group: str) -> list[Step]:
    """Use venv, and the pip beside Cookiecutter to spare `.venv` seconds of ensurepip.

    Debian has no ensurepip until python3-venv is installed, but makes `.venv` without.
    """
    pip = [VENV_PYTHON, "-m", "pip", "install", *PIP_OPTIONS]
    venv, first_pip = [BASE_PYTHON, "-m", "venv", ".venv"], pip
    if has_pip_for_other_pythons():
        venv[3:3] = ["--without-pip"]
        first_pip = [sys.executable, "-m", "pip", "--python", *pip[:1], *pip[3:]]
    return [
        Step("Create .venv (venv)", venv),
        # Not `--upgrade pip`, which succeeds with an old pip where it is offline.
        Step("Install a pip that knows dependency groups", [*first_pip, "pip>=25.1"]),
        Step("Install the packages (pip)", [*pip, "--group", group]),
    ]


def has_pip_for_other_pythons() -> bool:
    """Tell whether there is a pip beside Cookiecutter, which has the option --python."""
    try:
        return int(metadata.version("pip").split(".")[0]) >= 23
    except metadata.PackageNotFoundError:
        return False


def find_uv(environ: Environ) -> str | None:
    """Return the uv that runs this, or the one beside Cookiecutter or on the path."""
    places = [sysconfig.get_path("scripts"), environ.get("PATH", "")]
    return environ.get("UV") or shutil.which("uv", path=os.pathsep.join(places))


def child_environment(project: Path, environ: Environ) -> dict[str, str]:
    """Return the variables for the steps, without what would mislead them."""
    unwanted = UNWANTED | service_variables(project)
    kept = {name: value for name, value in environ.items() if name not in unwanted}
    return {**DEFAULTS, **kept, "PYTHONUTF8": "1"}


def service_variables(project: Path) -> set[str]:
    """Return the names of the service's own settings, which `.env.example` lists."""
    text = (project / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=", text, re.MULTILINE))
