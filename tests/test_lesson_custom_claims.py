"""The lesson about claims, as somebody types it: presets/custom_claims.yaml."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests import lessons
from tests.lessons import LOGIN, bearer, claims
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lesson-custom-claims")]

REGISTERED = {"iss", "aud", "sub", "iat", "exp", "jti", "token_type"}
DAY = 24 * 60 * 60


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lessons.make_project("custom_claims", tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def api(project: Path) -> Iterator[httpx.Client]:
    with serve(project / VENV_PYTHON, project) as client:
        yield client


@pytest.fixture
def login(api: httpx.Client) -> dict[str, Any]:
    response = api.post("/api/v1/token/", json=LOGIN)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_the_access_token_says_what_was_asked_for(login: dict[str, Any]) -> None:
    said = claims(login["access"])

    assert {name: said[name] for name in said.keys() - REGISTERED} == {
        "email": "ann@example.com",
        "username": "ann",
        "first_name": "",
        "last_name": "",
    }
    assert said.keys() >= REGISTERED
    assert said["iss"] == said["aud"] == "claims-api"
    assert lessons.header(login["access"]).keys() == {"alg", "kid", "typ"}


def test_the_refresh_token_says_nothing_of_its_user(login: dict[str, Any]) -> None:
    assert claims(login["refresh"]).keys() == REGISTERED


def test_the_lifetimes_are_the_chosen_ones(login: dict[str, Any]) -> None:
    assert lessons.lifetime(login["access"]) == 5 * 60
    assert lessons.lifetime(login["refresh"]) == 30 * DAY


def test_a_refresh_reads_the_claims_anew(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    me = "/api/v1/users/me/"
    names = {"first_name": "Ann", "last_name": "Smith"}
    changed = api.patch(me, json=names, headers=bearer(login["access"]))
    assert changed.status_code == 200

    refreshed = api.post("/api/v1/token/refresh/", json={"refresh": login["refresh"]})

    assert refreshed.status_code == 200
    assert sorted(refreshed.json()) == ["access", "refresh"]
    said = claims(refreshed.json()["access"])
    assert (said["first_name"], said["last_name"]) == ("Ann", "Smith")
    api.patch(me, json=dict.fromkeys(names, ""), headers=bearer(login["access"]))


def test_in_a_browser_the_token_url_is_a_form(api: httpx.Client) -> None:
    page = api.get("/api/v1/token/", headers={"Accept": "text/html"})

    assert page.status_code == 405
    assert page.headers["Content-Type"].startswith("text/html")
    assert '<form action="/api/v1/token/" method="POST"' in page.text
    # For JSON: a form of fields could be sent by the page of another site.
    assert '<textarea name="_content"' in page.text


def test_the_admin_lists_the_issued_tokens(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    jti = claims(login["refresh"])["jti"]
    with lessons.admin(api) as browser:
        page = browser.get(f"/admin/token_blacklist/outstandingtoken/?q={jti}")

    assert page.status_code == 200
    [row] = re.findall(r"<tr>.*?</tr>", page.text.split("<tbody>")[1], re.DOTALL)
    assert jti in row
    assert "ann" in row


def test_a_command_decodes_a_token(project: Path, login: dict[str, Any]) -> None:
    shown = lessons.manage(project, "decode_token", input=f"{login['access']}\n")

    contents, _ = json.JSONDecoder().raw_decode(shown)
    assert contents == {
        "header": lessons.header(login["access"]),
        "claims": claims(login["access"]),
    }
    assert re.search(r"^exp: .* UTC, in [45] minutes$", shown, re.MULTILINE)
    assert shown.endswith("This service takes it, for a good access token.\n")

    parts = login["access"].split(".")
    forged = ".".join([*parts[:2], "A" * len(parts[2])])
    refused = lessons.manage(project, "decode_token", input=f"{forged}\n")
    assert refused.endswith("it was not signed with the key that it names.\n")


def test_every_setting_of_simplejwt_is_in_sight(project: Path) -> None:
    dump = "import json; from rest_framework_simplejwt.settings import DEFAULTS"
    names = lessons.manage(
        project, "shell", "--command", f"{dump}; print(json.dumps(sorted(DEFAULTS)))"
    )
    page = (project / "docs" / "settings.md").read_text(encoding="utf-8")

    listed = re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)
    assert sorted(listed) == json.loads(names.splitlines()[-1])
    assert "| `ACCESS_TOKEN_LIFETIME` | `5m` |" in page
    assert "| `REFRESH_TOKEN_LIFETIME` | `30d` |" in page
    assert "| `USER_ID_CLAIM` ‡ | `sub` |" in page
