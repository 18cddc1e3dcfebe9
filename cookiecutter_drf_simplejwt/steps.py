"""The commands that make a project ready, and the environment variables they are given."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cookiecutter_drf_simplejwt.answers import can_write_to

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
MISLEADING = frozenset(
    """
    DATABASE_URL DJANGO_SETTINGS_MODULE PIP_DRY_RUN PIP_PREFIX PIP_PYTHON
    PIP_REQUIRE_VIRTUALENV PIP_ROOT PIP_TARGET PYTHONHOME PYTHONPATH PYTHONSAFEPATH
    PYTHONWARNINGS
    """.split()
)
# These mislead the set-up only: not worth a warning. `pipx run` sets PIP_USER itself.
UNWANTED = MISLEADING | set(
    """
    PIP_USER PYTHONDONTWRITEBYTECODE UV_FROZEN UV_LOCKED UV_PREFIX UV_PROJECT
    UV_PROJECT_ENVIRONMENT UV_PYTHON UV_SYSTEM_PYTHON UV_TARGET UV_VENV_CLEAR
    UV_WORKING_DIR UV_WORKING_DIRECTORY VIRTUAL_ENV
    """.split()
)


@dataclass(frozen=True)
class Step:
    """A command to run in the project's folder."""

    what: str
    command: Sequence[str]
    # What to do instead where it fails for a certificate that is not trusted.
    otherwise: "Sequence[Step]" = ()


def plan(project: Path, answers: Mapping[str, object], environ: Environ) -> list[Step]:
    """Return the steps that make the project ready."""
    group = "runtime" if environ.get("COOKIECUTTER_DRF_DEV") == "0" else "dev"
    uv = find_uv(environ)
    steps = with_uv(uv, group, environ) if uv else with_pip(group)
    manage = [VENV_PYTHON, "manage.py"]
    if answers["signing_algorithm"] != "HS256" and not any(project.glob("keys/*.pem")):
        steps += [Step("Create the signing key", [*manage, "new_signing_key"])]
    return [*steps, Step("Migrate the database", [*manage, "migrate", "--no-input"])]


def with_uv(uv: str, group: str, environ: Environ) -> list[Step]:
    """Use uv; where it does not trust the index, with the system's certificates, then pip.

    pip is installed too, for people and editors that add packages with it.
    """
    cache = run([uv, "cache", "dir"], environ)[1].strip()
    options = [] if can_write_to(Path(cache)) else ["--no-cache"]
    # --allow-existing: to keep an environment, or to mend a half-made one.
    venv = [uv, "venv", *options, "--allow-existing", "--python", BASE_PYTHON, ".venv"]
    install = [uv, "pip", "install", *options, "--python", VENV_PYTHON]
    is_new = "--system-certs" in run([uv, "pip", "install", "--help"], environ)[1]
    trust = "--system-certs" if is_new else "--native-tls"
    packages = ["pip", "--group", group]
    with_system = Step(
        "Install the packages (uv, system's certificates)",
        [*install, trust, *packages],
        otherwise=with_pip(group),
    )
    return [
        Step("Create .venv (uv)", venv),
        Step("Install the packages (uv)", [*install, *packages], [with_system]),
    ]


def with_pip(group: str) -> list[Step]:
    """Use venv, and the pip beside Cookiecutter to spare `.venv` seconds of ensurepip.

    Debian has no ensurepip until python3-venv is installed, but makes `.venv` without.
    """
    pip = [VENV_PYTHON, "-m", "pip", "install", *PIP_OPTIONS]
    venv, first_pip = [BASE_PYTHON, "-m", "venv", ".venv"], pip
    if own_pip() >= (22, 3):  # it knows --python
        venv[3:3] = ["--without-pip"]
        first_pip = [sys.executable, "-m", "pip", "--python", *pip[:1], *pip[3:]]
    return [
        Step("Create .venv (venv)", venv),
        # Not `--upgrade pip`, which succeeds with an old pip where it is offline.
        Step("Install a pip that knows dependency groups", [*first_pip, "pip>=25.1"]),
        Step("Install the packages (pip)", [*pip, "--group", group]),
    ]


def own_pip() -> tuple[int, ...]:
    """Return the version of the pip beside Cookiecutter, or nothing."""
    try:
        return tuple(map(int, re.findall(r"\d+", metadata.version("pip"))[:2]))
    except metadata.PackageNotFoundError:
        return ()


def find_uv(environ: Environ) -> str | None:
    """Return uv, if there is one that runs and knows dependency groups."""
    scripts = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    on_path = shutil.which("uv", path=environ.get("PATH"))
    uv = (
        environ.get("UV")  # set by uv for everything it runs
        or shutil.which("uv", path=os.pathsep.join(scripts))
        or on_path
    )
    if not uv or "--group" not in run([uv, "pip", "install", "--help"], environ)[1]:
        return None
    return "uv" if uv == on_path else uv


def run(
    command: Sequence[str], environ: Environ, folder: Path | None = None
) -> tuple[int, str]:
    """Return the exit status of a command, and what it printed."""
    try:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        return 1, f"{command[0]}: {error}"
    assert child.stdout is not None
    try:
        # Not communicate(), which waits for the child before it lets Ctrl-C through.
        with child.stdout:
            output = child.stdout.read()
        return child.wait(), output
    except KeyboardInterrupt:
        child.kill()
        child.wait()
        raise


def child_environment(project: Path, environ: Environ) -> dict[str, str]:
    """Return the variables for the steps, without what would mislead them.

    Being offline should be noticed in seconds; both tools retry for longer by default.
    """
    unwanted = UNWANTED | service_variables(project)
    kept = {name: value for name, value in environ.items() if name not in unwanted}
    return {"PIP_RETRIES": "1", "UV_HTTP_RETRIES": "1", **kept, "PYTHONUTF8": "1"}


def misleading_variables(project: Path, environ: Environ) -> list[str]:
    """Return the names that the set-up ignores, but the user's next commands will not."""
    return sorted((MISLEADING | service_variables(project)) & environ.keys())


def service_variables(project: Path) -> set[str]:
    """Return the names of the service's own settings, which `.env.example` lists."""
    example = project / ".env.example"
    text = example.read_text(encoding="utf-8") if example.is_file() else ""
    return set(re.findall(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=", text, re.MULTILINE))
