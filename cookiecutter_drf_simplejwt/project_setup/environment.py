"""The environment variables that the set-up's commands see."""

import re
from collections.abc import Mapping
from pathlib import Path

# Each of these sent an install or a migration somewhere else when it was tried, or is
# known to. Indexes, proxies and certificates are the user's own and stay.
MISLEADING = {
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "PIP_DRY_RUN",
    "PIP_PREFIX",
    "PIP_PYTHON",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSAFEPATH",
    "PYTHONWARNINGS",
}
# These would mislead the set-up only, or nothing: not worth a word to the user.
UNWANTED = MISLEADING | {
    "PYTHONDONTWRITEBYTECODE",
    "UV_FROZEN",
    "UV_LOCKED",
    "UV_PREFIX",
    "UV_PROJECT",
    "UV_PROJECT_ENVIRONMENT",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
    "UV_TARGET",
    "UV_VENV_CLEAR",
    "UV_WORKING_DIR",
    "UV_WORKING_DIRECTORY",
    "VIRTUAL_ENV",
}
# Being offline should be noticed in seconds; both try for far longer by default.
IMPATIENT = {
    "PIP_RETRIES": "1",
    "PIP_TIMEOUT": "10",
    "UV_HTTP_RETRIES": "1",
}


def child_environment(project: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return a copy without what would lead the set-up astray."""
    unwanted = UNWANTED | service_variables(project)
    child = {name: value for name, value in environ.items() if name not in unwanted}
    for name, value in IMPATIENT.items():
        child.setdefault(name, value)
    if "PIP_DEFAULT_TIMEOUT" in environ and "PIP_TIMEOUT" not in environ:
        del child["PIP_TIMEOUT"]  # the same option under pip's other name for it
    child["PYTHONUTF8"] = "1"
    return child


def misleading_variables(project: Path, environ: Mapping[str, str]) -> list[str]:
    """Return the names that the set-up ignores, but the user's next commands will not."""
    return sorted((MISLEADING | service_variables(project)) & environ.keys())


def service_variables(project: Path) -> set[str]:
    """Return the names of the service's own settings, which `.env.example` lists."""
    example = project / ".env.example"
    if not example.is_file():
        return set()
    lines = example.read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=", lines, re.MULTILINE))
