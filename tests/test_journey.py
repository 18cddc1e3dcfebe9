"""The first five minutes: the real command, the real set-up, a real server."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.answers import ROOT
from tests.commands import output_of
from tests.conftest import Project, Service
from tests.production import ANN
from tests.server import serve
from tests.tokens import claims

pytestmark = pytest.mark.slow

PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"


def generate(interpreter: str, base: Path) -> Path:
    """Make a project with all defaults, as a user with an empty HOME."""
    (base / "home").mkdir(exist_ok=True)
    command = [interpreter, "-m", "cookiecutter", "--no-input", str(ROOT)]
    output = output_of(
        *command,
        cwd=base,
        env={
            **{k: v for k, v in os.environ.items() if k[:6] != "PYTHON"},
            "HOME": str(base / "home"),
            "XDG_CACHE_HOME": str(base / "home" / ".cache"),
            "COOKIECUTTER_DRF_SETUP": "1",
            "COOKIECUTTER_DRF_STRICT": "1",
        },
    )
    assert "Traceback" not in output
    assert "manage.py runserver" in output
    return base / "acme-api"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(sys.executable, tmp_path_factory.mktemp("journey"))


@pytest.fixture(scope="module")
def api(made: Path) -> Iterator[httpx.Client]:
    with serve(made / ".venv" / PYTHON, made) as client:
        yield client


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

    output = output_of(
        *["bash", "-euo", "pipefail", "-c"],
        script.replace(".venv/bin/python", python),
        cwd=project,
    )

    assert '"username":"demo"' in output
    assert output.rstrip().endswith("{}")


def test_the_readmes_commands_work_as_they_are_printed(
    made: Path, api: httpx.Client
) -> None:
    call_it(made, api, ".venv/bin/python")


def test_they_work_with_a_cookie_too(
    bake: Callable[..., Project], service: Service
) -> None:
    project = bake(token_transport="cookie", project_name="With a cookie")
    service.manage(project, "migrate", "--no-input")

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

    output_of("sh", "-ec", command, cwd=made)

    pyproject.write_text(before, encoding="utf-8")
    assert "uv" in (made / ".venv" / "pyvenv.cfg").read_text(encoding="utf-8")
    output_of(made / ".venv" / PYTHON, "-c", "import six")


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
    password = ANN["password"]
    user = ["createsuperuser", "--noinput", "--email=bob@example.com"]
    service.manage(project, "migrate")
    service.manage(project, *user, DJANGO_SUPERUSER_PASSWORD=password)

    with serve(service.python, project.path) as api:
        login = {"email": "Bob@Example.com", "password": password}
        body = api.post("/api/v1/token/", json=login).json()
        token = {"refresh": body["refresh"]}
        again = api.post("/api/v1/token/refresh/", json=token)
        logout = api.post("/api/v1/token/blacklist/", json=token)

    access, refresh = claims(body["access"]), claims(body["refresh"])
    registered = {"iss", "aud", "sub", "iat", "exp", "jti", "token_type"}
    registered |= {"auth_time", "amr"}
    assert set(access) == registered | {"name", "staff"}
    assert access["staff"] is True
    assert access["iss"] == access["aud"] == "answers-decide"
    assert access["exp"] - access["iat"] == 420
    assert refresh["exp"] - refresh["iat"] == 259_200
    assert list(again.json()) == ["access"]
    assert logout.status_code == 404
