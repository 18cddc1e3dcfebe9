"""Which steps make the project ready."""

from collections.abc import Mapping
from pathlib import Path

from cookiecutter_drf_simplejwt.project_setup.installers import (
    with_bundled_pip,
    with_own_pip,
    with_uv,
)
from cookiecutter_drf_simplejwt.project_setup.steps import Step
from cookiecutter_drf_simplejwt.project_setup.tools import (
    VENV_PYTHON,
    find_uv,
    output_of,
    own_pip,
)

PIP_FOR_OTHERS = (22, 3)  # knows --python

MIGRATE = Step(
    "Migrating the database",
    "Migrated the database",
    [VENV_PYTHON, "manage.py", "migrate", "--no-input"],
)


MAKE_KEY = Step(
    "Making the signing key",
    "Made the signing key",
    [VENV_PYTHON, "manage.py", "new_signing_key"],
)


def plan(
    project: Path, answers: Mapping[str, object], environ: Mapping[str, str]
) -> list[Step]:
    """Return the steps that the project still needs, the fastest way there is."""
    group = "runtime" if environ.get("COOKIECUTTER_DRF_DEV") == "0" else "dev"
    has_own_pip = own_pip() >= PIP_FOR_OTHERS
    make_venv, *install = (
        with_own_pip(group) if has_own_pip else with_bundled_pip(group)
    )
    modules = "sys" if has_own_pip else "sys, pip"
    if uv := find_uv(environ):
        with_pip = install if has_own_pip else [make_venv, *install]
        make_venv, *install = with_uv(uv, group, environ, with_pip)
        modules = "sys"
    if not venv_works(project, environ, modules):
        install = [make_venv, *install]
    make_key = [] if has_key(project, answers) else [MAKE_KEY]
    return [*install, *make_key, MIGRATE]


def has_key(project: Path, answers: Mapping[str, object]) -> bool:
    """Tell whether tokens can be signed: a secret is in `.env`, a key pair in a file."""
    return answers["signing_algorithm"] == "HS256" or any(
        (project / "keys").glob("*.pem")
    )


def venv_works(project: Path, environ: Mapping[str, str], modules: str) -> bool:
    """Tell whether there is a usable environment already, as after `cookiecutter -f`."""
    python = project / VENV_PYTHON
    test = f"import {modules}; print(sys.version_info >= (3, 10))"
    return output_of([str(python), "-c", test], environ).strip() == "True"
