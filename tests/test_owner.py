"""The changes of tests/owner/changes work, and the project's own checks pass."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.browser import chromium
from tests.conftest import Project, Service
from tests.owner import changes
from tests.owner.project import OwnersProject, running
from tests.server import serve_files

pytestmark = pytest.mark.slow

BAKES: dict[str, dict[str, Any]] = {
    "default": {},
    "cookie": {
        "login_field": "email",
        "blacklisting": "token_blacklist",
        "signing_algorithm": "ES256",
        "token_transport": "cookie",
        "registration": "open",
        "drf_token_auth": True,
        "bookstore_example": True,
        "pyjwt_example": True,
        "api_prefix": "api/v1",
    },
    "minimal": {
        "rotate_refresh_tokens": False,
        "blacklisting": "none",
        "custom_claims": "",
        "registration": "closed",
        "second_factor": "totp",
        "playground": False,
        "deployment": "none",
        "ci": "none",
    },
}


def changes_for(answers: dict[str, Any]) -> list[ModuleType]:
    """Return the changes that a project with some answers can have."""
    found = [
        importlib.import_module(f"{changes.__name__}.{module.name}")
        for module in pkgutil.iter_modules(changes.__path__)
    ]
    return [
        change
        for change in found
        if all(
            answers.get(name) in allowed
            for name, allowed in getattr(change, "ANSWERS", {}).items()
        )
    ]


# One process tests a project, so that it is changed once.
PROJECTS = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"owner-{name}")) for name in BAKES
]


@pytest.fixture(scope="module", params=PROJECTS)
def project(
    request: pytest.FixtureRequest,
    bake: Callable[..., Project],
    service: Service,
    tmp_path_factory: pytest.TempPathFactory,
) -> OwnersProject:
    """A project with all the changes, each in turn."""
    answers = BAKES[request.param]
    path = tmp_path_factory.mktemp(request.param) / "project"
    project = OwnersProject.copied(bake(answers), path, service, answers)
    for change in changes_for(answers):
        change.apply(project)
    return project


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty page on another origin, and its address."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text("<!doctype html><title>A page</title>")
    with serve_files(folder) as address:
        yield address


def test_the_projects_check_passes(project: OwnersProject) -> None:
    assert project.run("-m", "ruff", "format", ".").returncode == 0

    result = project.check("--fast")

    assert result.returncode == 0, result.stdout + result.stderr


def test_djangos_test_runner_passes(project: OwnersProject) -> None:
    """With the settings of production in the shell, as in the README."""
    result = project.run(
        *["manage.py", "test", "--parallel", "2"],
        DJANGO_SETTINGS_MODULE="config.settings.production",
    )

    assert result.returncode == 0, result.stdout + result.stderr
    added = [path.read_text() for path in project.path.glob("*/tests.py")]
    count = sum(text.count("\n    def test_") for text in added)
    assert count > 0
    assert f"Ran {count} tests" in result.stderr


def test_the_changes_work(project: OwnersProject, origin: str) -> None:
    with (
        running(project, CORS_ALLOWED_ORIGINS=origin) as service,
        chromium() as browser,
    ):
        for name in ("ann", "bob"):
            service.make_user(name)
        service.make_user("staff", is_staff=True, is_superuser=True)
        for change in changes_for(dict(project.answers)):
            if use := getattr(change, "use", None):
                use(service)
            if use := getattr(change, "use_in_browser", None):
                page = browser.new_page()
                page.goto(origin)
                use(service, page)
                page.close()
