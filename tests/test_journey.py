"""The first five minutes: the real command, the real set-up, a real server."""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.answers import ROOT
from tests.conftest import Project, Service
from tests.server import serve

pytestmark = pytest.mark.slow

PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PASSWORD = "correct horse battery staple"


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    padded = payload + "=" * (-len(payload) % 4)
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(padded))
    return decoded


def make_user(python: Path, project: Path, *arguments: str) -> None:
    for command in (["migrate"], ["createsuperuser", "--noinput", *arguments]):
        subprocess.run(
            [str(python), "manage.py", *command],
            cwd=project,
            env={**os.environ, "DJANGO_SUPERUSER_PASSWORD": PASSWORD},
            check=True,
            capture_output=True,
        )


def generate(interpreter: str, base: Path) -> Path:
    """Make a project with all defaults, as a user with an empty HOME."""
    (base / "home").mkdir(exist_ok=True)
    result = subprocess.run(
        [interpreter, "-m", "cookiecutter", "--no-input", "-o", base, ROOT],
        env={
            **{k: v for k, v in os.environ.items() if k[:6] != "PYTHON"},
            "HOME": str(base / "home"),
            "XDG_CACHE_HOME": str(base / "home" / ".cache"),
            "COOKIECUTTER_DRF_SETUP": "1",
            "COOKIECUTTER_DRF_STRICT": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert "manage.py runserver" in result.stdout
    return base / "acme-api"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(sys.executable, tmp_path_factory.mktemp("journey"))


@pytest.fixture(scope="module")
def api(made: Path) -> Iterator[httpx.Client]:
    python = made / ".venv" / PYTHON
    make_user(python, made, "--username=bob", "--email=bob@example.com")
    with serve(python, made) as client:
        yield client


def log_in(api: httpx.Client) -> dict[str, Any]:
    response = api.post("/api/token/", json={"username": "bob", "password": PASSWORD})
    assert response.status_code == 200
    body: dict[str, Any] = response.json()
    return body


def me(api: httpx.Client, access: str) -> httpx.Response:
    return api.get("/api/users/me/", headers={"Authorization": f"Bearer {access}"})


def refresh(api: httpx.Client, token: str) -> httpx.Response:
    return api.post("/api/token/refresh/", json={"refresh": token})


def test_from_logging_in_to_logging_out(api: httpx.Client) -> None:
    first = log_in(api)
    assert first["user"]["username"] == "bob"
    assert sorted(first) == ["access", "refresh", "user"]
    assert me(api, first["access"]).json() == first["user"]

    second = refresh(api, first["refresh"])
    assert second.status_code == 200
    assert me(api, second.json()["access"]).status_code == 200

    body = {"refresh": second.json()["refresh"]}
    logout = api.post("/api/token/blacklist/", json=body)
    assert (logout.status_code, logout.json()) == (200, {})
    assert me(api, second.json()["access"]).status_code == 401
    refused = refresh(api, second.json()["refresh"])
    assert refused.status_code == 401
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "token_not_valid"


def test_reusing_a_refresh_token_ends_its_session_and_no_other(
    api: httpx.Client,
) -> None:
    other, stolen = log_in(api), log_in(api)
    second = refresh(api, stolen["refresh"]).json()
    third = refresh(api, second["refresh"]).json()

    assert refresh(api, stolen["refresh"]).status_code == 401

    assert refresh(api, third["refresh"]).status_code == 401
    assert me(api, third["access"]).status_code == 401
    assert me(api, other["access"]).status_code == 200
    assert refresh(api, other["refresh"]).status_code == 200


def test_in_development_the_token_url_opens_as_a_form(api: httpx.Client) -> None:
    page = api.get("/api/token/", headers={"Accept": "text/html"})

    assert page.headers["Content-Type"].startswith("text/html")
    # The names are there, to write the values; it is sent as JSON.
    assert "&quot;username&quot;: &quot;&quot;" in page.text
    assert "&quot;password&quot;: &quot;&quot;" in page.text
    assert 'data-override="content-type"' in page.text


def test_the_documentation_and_all_it_loads_come_from_the_service(
    api: httpx.Client,
) -> None:
    page = api.get("/api/docs/")
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)

    assert page.status_code == 200
    assert len(sources) >= 3
    for source in sources:
        assert api.get(source).status_code == 200, source


def call_it(project: Path, api: httpx.Client, python: str) -> None:
    """Run what the README's "Call it" says, which logs in and out."""
    text = (project / "README.md").read_text(encoding="utf-8")
    section = text.split("## Call it")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert len(blocks) == 5
    script = "\n".join(blocks).replace("http://127.0.0.1:8000", str(api.base_url))

    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace(".venv/bin/python", python)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert '"username":"demo"' in result.stdout
    assert result.stdout.rstrip().endswith("{}")


def test_the_readmes_commands_work_as_they_are_printed(
    made: Path, api: httpx.Client
) -> None:
    call_it(made, api, ".venv/bin/python")


def test_they_work_with_a_cookie_too(
    bake: Callable[..., Project], service: Service
) -> None:
    project = bake(token_transport="cookie", project_name="With a cookie")
    migrated = service.run(project, "manage.py", "migrate", "--no-input")
    assert migrated.returncode == 0, migrated.stderr

    with serve(service.python, project.path) as api:
        call_it(project.path, api, str(service.python))


def test_a_package_is_added_as_the_readme_says(made: Path) -> None:
    """To an environment that uv made, as the tests' own environment has uv."""
    section = (made / "README.md").read_text(encoding="utf-8")
    [command] = re.findall(
        r"`(\S+ -m pip install .+?)`", section.split("To add a package")[1]
    )
    pyproject = made / "pyproject.toml"
    before = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(
        before.replace("runtime = [", 'runtime = [\n    "six",'), encoding="utf-8"
    )

    subprocess.run(["sh", "-ec", command], cwd=made, check=True)

    pyproject.write_text(before, encoding="utf-8")
    assert "uv" in (made / ".venv" / "pyvenv.cfg").read_text(encoding="utf-8")
    subprocess.run([str(made / ".venv" / PYTHON), "-c", "import six"], check=True)


def test_the_answers_decide_lifetimes_claims_and_rotation(
    bake: Callable[..., Project], service: Service
) -> None:
    project = bake(
        login_field="email",
        api_prefix="api/v1",
        access_token_lifetime="7m",
        refresh_token_lifetime="3d",
        rotate_refresh_tokens="no",
        blacklisting="none",
        custom_claims="name=get_full_name, staff=is_staff",
        project_name="Answers decide",
    )
    make_user(service.python, project.path, "--email=bob@example.com")

    with serve(service.python, project.path) as api:
        login = {"email": "Bob@Example.com", "password": PASSWORD}
        body = api.post("/api/v1/token/", json=login).json()
        token = {"refresh": body["refresh"]}
        again = api.post("/api/v1/token/refresh/", json=token)
        logout = api.post("/api/v1/token/blacklist/", json=token)

    access, refresh = claims(body["access"]), claims(body["refresh"])
    registered = {"iss", "aud", "sub", "iat", "exp", "jti", "token_type"}
    assert set(access) == registered | {"name", "staff"}
    assert access["staff"] is True
    assert access["iss"] == access["aud"] == "answers-decide"
    assert access["exp"] - access["iat"] == 420
    assert refresh["exp"] - refresh["iat"] == 259_200
    assert list(again.json()) == ["access"]
    assert logout.status_code == 404
