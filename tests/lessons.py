"""What every lesson begins with: a project made from its preset, and somebody in it."""

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests.cli import TEMPLATE, run_cli

NAME = "ann"
PASSWORD = "four quiet otters juggle teapots"
LOGIN = {"username": NAME, "password": PASSWORD}

REFUSED = {
    "type": "about:blank",
    "title": "Unauthorized",
    "status": 401,
    "detail": "Token is invalid or expired",
    "code": "token_not_valid",
}
NOT_AUTHENTICATED = REFUSED | {
    "detail": "Authentication credentials were not provided.",
    "code": "not_authenticated",
}


def make_project(preset: str, base: Path) -> Path:
    """Make a project as the preset says, with the real set-up, and return its folder."""
    made = run_cli(
        *["--no-input", "--config-file", str(TEMPLATE / "presets" / f"{preset}.yaml")],
        cwd=base,
        env={
            "COOKIECUTTER_DRF_SETUP": "1",
            "COOKIECUTTER_DRF_STRICT": "1",
            # What checks the code is not run here.
            "COOKIECUTTER_DRF_DEV": "0",
        },
    )
    assert made.returncode == 0, made.stdout
    [project] = base.iterdir()
    make_superuser(project)
    return project


def make_superuser(project: Path) -> None:
    """Do what `manage.py createsuperuser` asks for."""
    manage(
        project,
        *["createsuperuser", "--noinput", f"--username={NAME}"],
        f"--email={NAME}@example.com",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )


def manage(
    project: Path,
    *arguments: str,
    input: str = "",  # noqa: A002
    **environment: str,
) -> str:
    """Run a command of the project, and return what it printed."""
    return subprocess.run(
        [str(project / VENV_PYTHON), "manage.py", *arguments],
        cwd=project,
        env={**os.environ, **environment},
        input=input,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def part(token: str, number: int) -> dict[str, Any]:
    text = token.split(".")[number]
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=="))
    return decoded


def header(token: str) -> dict[str, Any]:
    return part(token, 0)


def claims(token: str) -> dict[str, Any]:
    return part(token, 1)


def lifetime(token: str) -> int:
    """Return for how many seconds a token is good."""
    said = claims(token)
    seconds: int = said["exp"] - said["iat"]
    return seconds


@contextmanager
def admin(api: httpx.Client) -> Iterator[httpx.Client]:
    """Log in to the admin, as a browser does it, and yield the browser."""
    with httpx.Client(base_url=api.base_url, trust_env=False) as browser:
        assert browser.get("/admin/login/").status_code == 200
        form = {**LOGIN, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        logged_in = browser.post("/admin/login/?next=/admin/", data=form)
        assert (logged_in.status_code, logged_in.headers["Location"]) == (
            302,
            "/admin/",
        )
        yield browser
