"""The lesson about tokens side by side, as somebody types it: presets/bookstore.yaml."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests.cli import run_cli
from tests.conftest import ROOT
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lesson-bookstore")]

ANN = {
    "username": "ann",
    "email": "ann@example.com",
    "password": "four quiet otters juggle teapots",
}
LOGIN = {name: ANN[name] for name in ("username", "password")}
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}
CUSTOM_LIST = "/api/books/custom-list/"
NO_BOOKS: dict[str, Any] = {"count": 0, "next": None, "previous": None, "results": []}

Header = dict[str, str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made with the preset and set up."""
    base = tmp_path_factory.mktemp("bookstore")
    preset = str(ROOT / "presets" / "bookstore.yaml")
    strict = {"COOKIECUTTER_DRF_SETUP": "1", "COOKIECUTTER_DRF_STRICT": "1"}
    made = run_cli("--no-input", "--config-file", preset, cwd=base, env=strict)
    assert made.returncode == 0, made.stdout
    return base / "bookstore-api"


@pytest.fixture(scope="module")
def api(project: Path) -> Iterator[httpx.Client]:
    with serve(project / VENV_PYTHON, project) as client:
        yield client


@pytest.fixture(scope="module")
def registered(api: httpx.Client) -> dict[str, Any]:
    """What registering answered."""
    response = api.post("/api/users/", json=ANN)
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
def pair(api: httpx.Client, registered: dict[str, Any]) -> dict[str, Any]:
    """What logging in answered."""
    response = api.post("/api/token/", json=LOGIN)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.fixture
def token(api: httpx.Client, registered: dict[str, Any]) -> Header:
    """DRF's token, as it is brought."""
    response = api.post("/api/api-token/", json=LOGIN)
    assert response.status_code == 200, response.text
    assert list(response.json()) == ["token"]
    assert re.fullmatch(r"[0-9a-f]{40}", response.json()["token"])
    return {"Authorization": f"Token {response.json()['token']}"}


def bearer(access: str) -> Header:
    return {"Authorization": f"Bearer {access}"}


def test_register_log_in_read_refresh_read_again(
    api: httpx.Client, registered: dict[str, Any], pair: dict[str, Any]
) -> None:
    assert sorted(registered) == ["email", "first_name", "id", "last_name", "username"]
    assert sorted(pair) == ["access", "refresh", "user"]
    assert pair["user"] == registered
    first = api.get(CUSTOM_LIST, headers=bearer(pair["access"]))
    assert (first.status_code, first.json()) == (200, NO_BOOKS)

    refreshed = api.post("/api/token/refresh/", json={"refresh": pair["refresh"]})

    assert refreshed.status_code == 200
    assert sorted(refreshed.json()) == ["access", "refresh"]
    again = api.get(CUSTOM_LIST, headers=bearer(refreshed.json()["access"]))
    assert (again.status_code, again.json()) == (200, NO_BOOKS)


def test_a_token_of_drf_opens_the_same(api: httpx.Client, token: Header) -> None:
    response = api.get(CUSTOM_LIST, headers=token)

    assert (response.status_code, response.json()) == (200, NO_BOOKS)


def test_without_one_of_them_nothing_opens(
    api: httpx.Client, pair: dict[str, Any]
) -> None:
    problem = {"type": "about:blank", "title": "Unauthorized", "status": 401}
    missing = api.get(CUSTOM_LIST)
    assert missing.status_code == 401
    assert missing.headers["Content-Type"] == "application/problem+json"
    assert missing.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert missing.json() == {
        **problem,
        "detail": "Authentication credentials were not provided.",
        "code": "not_authenticated",
    }

    wrong = [bearer("x"), bearer(pair["refresh"]), {"Authorization": "Token x"}]
    for header in wrong:
        refused = api.get(CUSTOM_LIST, headers=header)
        assert refused.status_code == 401
        assert refused.json() == {
            **problem,
            "detail": "Token is invalid or expired",
            "code": "token_not_valid",
        }


def test_a_reader_adds_no_book_whatever_they_bring(
    api: httpx.Client, pair: dict[str, Any], token: Header
) -> None:
    for header in (bearer(pair["access"]), token):
        response = api.post("/api/books/", json=EMMA, headers=header)
        assert response.status_code == 403
        assert response.json()["code"] == "permission_denied"


def test_the_third_way_is_a_session_of_the_admin(
    project: Path, api: httpx.Client
) -> None:
    subprocess.run(
        [
            str(project / VENV_PYTHON),
            *["manage.py", "createsuperuser", "--noinput"],
            *["--username=root", "--email=root@example.com"],
        ],
        cwd=project,
        env={**os.environ, "DJANGO_SUPERUSER_PASSWORD": ANN["password"]},
        check=True,
        capture_output=True,
    )
    with httpx.Client(base_url=api.base_url, trust_env=False) as browser:
        browser.get("/admin/login/")
        form = {
            "username": "root",
            "password": ANN["password"],
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        assert browser.post("/admin/login/", data=form).status_code == 302
        assert browser.get(CUSTOM_LIST).json() == NO_BOOKS

        assert browser.post("/api/books/", json=EMMA).status_code == 403
        proof = {"X-CSRFToken": browser.cookies["csrftoken"]}
        added = browser.post("/api/books/", json=EMMA, headers=proof)
        assert added.status_code == 201

        listed = browser.get(CUSTOM_LIST).json()
        assert (listed["count"], listed["results"]) == (1, [added.json()])


def test_the_pattern_can_be_read_in_one_go(project: Path) -> None:
    lines = [
        line
        for path in (project / "bookstore").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    assert len(lines) < 250
