"""The ways of making the virtual environment and installing into it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cookiecutter_drf_simplejwt.answers.paths import can_write_to
from cookiecutter_drf_simplejwt.project_setup.steps import Step
from cookiecutter_drf_simplejwt.project_setup.tools import (
    BASE_PYTHON,
    VENV_PYTHON,
    bundled_pip,
    output_of,
    own_pip,
)

PIP_WITH_GROUPS = (25, 1)
# Not `--upgrade pip`, which is content with an old pip when it is offline.
NEW_PIP = "pip>=25.1"
# Compiling everything, even in parallel and by uv, takes longer than all of the rest;
# `migrate` compiles what the service imports, and so its first start is as fast.
PIP_OPTIONS = ["--disable-pip-version-check", "--no-input", "--no-compile"]
VENV_PIP = [VENV_PYTHON, "-m", "pip", "install", *PIP_OPTIONS]


def with_uv(
    uv: str, group: str, environ: Mapping[str, str], otherwise: Sequence[Step]
) -> list[Step]:
    """Use uv, which does not know the system's certificates unless it is told to.

    pip is installed too, for people and editors that add packages with it.
    """
    cache = Path(output_of([uv, "cache", "dir"], environ).strip())
    options = [] if can_write_to(cache) else ["--no-cache"]
    # --allow-existing: to mend a half-made environment.
    venv = [uv, "venv", *options, "--allow-existing", "--python", BASE_PYTHON, ".venv"]
    install = [uv, "pip", "install", *options, "--python", VENV_PYTHON, "pip"]
    knows = output_of([uv, "pip", "install", "--help"], environ)
    trust = "--system-certs" if "--system-certs" in knows else "--native-tls"
    trusting = install_packages(
        "uv, system's certificates", [*install, trust], group, otherwise
    )
    return [
        make_venv("uv", venv),
        install_packages("uv", install, group, otherwise=[trusting]),
    ]


def with_own_pip(group: str) -> list[Step]:
    """Use the pip beside Cookiecutter, which spares `.venv` seconds of ensurepip.

    Debian has no ensurepip until python3-venv is installed, but makes `.venv` without.
    """
    pip = [sys.executable, "-m", "pip", "--python", VENV_PYTHON, "install"]
    venv = [BASE_PYTHON, "-m", "venv", "--without-pip", ".venv"]
    if own_pip() >= PIP_WITH_GROUPS:
        install = [install_packages("pip", [*pip, *PIP_OPTIONS, "pip"], group)]
    else:
        install = [
            install_pip([*pip, *PIP_OPTIONS]),
            install_packages("pip", VENV_PIP, group),
        ]
    return [make_venv("venv", venv), *install]


def with_bundled_pip(group: str) -> list[Step]:
    """Use the pip that comes with Python, brought up to date if it knows no groups."""
    return [
        make_venv("venv", [BASE_PYTHON, "-m", "venv", ".venv"]),
        *([] if bundled_pip() >= PIP_WITH_GROUPS else [install_pip(VENV_PIP)]),
        install_packages("pip", VENV_PIP, group),
    ]


def make_venv(tool: str, command: list[str]) -> Step:
    return Step(
        f"Making the virtual environment in .venv ({tool})",
        f"Made the virtual environment in .venv ({tool})",
        command,
        makes_venv=True,
    )


def install_pip(install: list[str]) -> Step:
    return Step(
        "Installing a pip that knows dependency groups",
        "Installed a pip that knows dependency groups",
        [*install, NEW_PIP],
    )


def install_packages(
    tool: str, install: list[str], group: str, otherwise: Sequence[Step] = ()
) -> Step:
    return Step(
        f"Installing the packages ({tool})",
        f"Installed the packages ({tool})",
        [*install, "--group", group],
        otherwise=otherwise,
    )
