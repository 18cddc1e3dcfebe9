"""Each lesson of docs/lessons.md: its preset, set up for real, and its steps over HTTP."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests.cli import TEMPLATE, run_cli
from tests.commands import output_of
from tests.server import admin, serve
from tests.tokens import bearer, claims, header

pytestmark = pytest.mark.slow

PASSWORD = "four quiet otters juggle teapots"
LOGIN = {"username": "ann", "password": PASSWORD}
EMMA = {"title": "Emma", "author": "Jane Austen", "year": 1815}
REGISTERED = {
    "iss",
    "aud",
    "sub",
    "iat",
    "exp",
    "jti",
    "token_type",
    "auth_time",
    "amr",
}
MINUTE, DAY = 60, 24 * 60 * 60


@dataclass(frozen=True)
class Lesson:
    """A project made from a preset, its server, and the superuser ann."""

    project: Path
    client: httpx.Client
    api: str = "/api"

    def post(self, path: str, body: dict[str, Any], status: int = 200) -> Any:
        """Return the body of the response."""
        response = self.client.post(f"{self.api}/{path}", json=body)
        assert response.status_code == status, response.text
        return response.json()

    def get(self, path: str, token: str = "", status: int = 200) -> Any:
        headers = bearer(token) if token else {}
        response = self.client.get(f"{self.api}/{path}", headers=headers)
        assert response.status_code == status, response.text
        return response.json()

    def log_in(self) -> Any:
        """Return the tokens and the user."""
        return self.post("token/", LOGIN)

    def refresh(self, token: str, status: int = 200) -> Any:
        return self.post("token/refresh/", {"refresh": token}, status)

    def admin(self) -> AbstractContextManager[httpx.Client]:
        return admin(self.client, **LOGIN)

    def listed(self, browser: httpx.Client, model: str, jti: str) -> bool:
        """Return whether the admin lists a token."""
        page = browser.get(f"/admin/token_blacklist/{model}/?q={jti}")
        assert page.status_code == 200
        return jti in page.text.partition('id="result_list"')[2]

    def form(self) -> str:
        """Return the page that a browser shows for the login."""
        page = self.client.get(f"{self.api}/token/", headers={"Accept": "text/html"})
        assert page.status_code == 405
        assert f'<form action="{self.api}/token/" method="POST"' in page.text
        # It is sent as JSON.
        assert 'data-override="content-type"' in page.text
        return page.text


def make_project(preset: str, base: Path) -> Path:
    """Make a project from a preset, with its set-up, and a superuser."""
    made = run_cli(
        *["--no-input", "--config-file", str(TEMPLATE / "presets" / f"{preset}.yaml")],
        cwd=base,
        env={
            "COOKIECUTTER_DRF_SETUP": "1",
            "COOKIECUTTER_DRF_STRICT": "1",
            # Without the packages for development.
            "COOKIECUTTER_DRF_DEV": "0",
        },
    )
    assert made.returncode == 0, made.stdout
    [project] = base.iterdir()
    output_of(
        project / VENV_PYTHON,
        *["manage.py", "createsuperuser", "--noinput"],
        *["--username=ann", "--email=ann@example.com"],
        cwd=project,
        env={**os.environ, "DJANGO_SUPERUSER_PASSWORD": PASSWORD},
    )
    return project


@pytest.fixture
def lesson(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lesson]:
    """The lesson of the preset that the test is named after."""
    preset = request.node.name.removeprefix("test_")
    project = make_project(preset, tmp_path)
    # Short enough to wait for the expiry of an access token.
    variables = {"ACCESS_TOKEN_LIFETIME": "4s"} if preset == "user_api" else {}
    with serve(project / VENV_PYTHON, project, {**os.environ, **variables}) as client:
        prefix = "/api/v1" if preset == "custom_claims" else "/api"
        yield Lesson(project, client, prefix)


def test_tutorial(lesson: Lesson) -> None:
    assert lesson.get("")["name"] == "Tutorial API"
    # The form has the names; the user writes the values.
    assert "&quot;username&quot;: &quot;&quot;" in lesson.form()
    wrong = lesson.post("token/", {**LOGIN, "password": "wrong"}, 401)
    assert wrong["code"] == "no_active_account"

    login = lesson.log_in()
    assert login.keys() == {"access", "refresh", "user"}
    # Without the hash of the password.
    assert login["user"] == {
        "id": claims(login["access"])["sub"],
        "username": "ann",
        "email": "ann@example.com",
        "first_name": "",
        "last_name": "",
    }
    for name, seconds in (("access", 5 * MINUTE), ("refresh", DAY)):
        found = claims(login[name])
        assert found["exp"] - found["iat"] == seconds
    assert lesson.get("users/me/", status=401)["code"] == "not_authenticated"
    assert lesson.get("users/me/", login["access"]) == login["user"]

    jti = claims(login["refresh"])["jti"]
    with lesson.admin() as browser:
        assert lesson.listed(browser, "outstandingtoken", jti)
        assert not lesson.listed(browser, "blacklistedtoken", jti)
        refreshed = lesson.refresh(login["refresh"])
        assert refreshed.keys() == {"access", "refresh"}
        assert lesson.listed(browser, "blacklistedtoken", jti)
    assert lesson.refresh(login["refresh"], 401)["code"] == "token_not_valid"
    assert lesson.post("token/blacklist/", {"refresh": refreshed["refresh"]}) == {}
    lesson.refresh(refreshed["refresh"], 401)


def test_custom_claims(lesson: Lesson) -> None:
    login = lesson.log_in()
    found = claims(login["access"])
    assert {name: found[name] for name in found.keys() - REGISTERED} == {
        "email": "ann@example.com",
        "username": "ann",
        "first_name": "",
        "last_name": "",
    }
    assert found["iss"] == found["aud"] == "claims-api"
    assert header(login["access"]).keys() == {"alg", "kid", "typ"}
    assert claims(login["refresh"]).keys() == REGISTERED
    for name, seconds in (("access", 5 * MINUTE), ("refresh", 30 * DAY)):
        assert claims(login[name])["exp"] - claims(login[name])["iat"] == seconds

    # A refresh reads the claims again.
    changed = lesson.client.patch(
        f"{lesson.api}/users/me/",
        json={"first_name": "Ann"},
        headers=bearer(login["access"]),
    )
    assert changed.status_code == 200
    refreshed = lesson.refresh(login["refresh"])
    assert claims(refreshed["access"])["first_name"] == "Ann"

    # For JSON: a page of another site could send a form with fields.
    assert '<textarea name="_content"' in lesson.form()
    with lesson.admin() as browser:
        jti = claims(refreshed["refresh"])["jti"]
        assert lesson.listed(browser, "outstandingtoken", jti)
    page = (lesson.project / "docs" / "settings.md").read_text(encoding="utf-8")
    assert "| `ACCESS_TOKEN_LIFETIME` | `5m` |" in page
    assert "| `REFRESH_TOKEN_LIFETIME` | `30d` |" in page


def test_user_api(lesson: Lesson) -> None:
    lifetime = re.search(
        r"^# ACCESS_TOKEN_LIFETIME=(.*)$",
        (lesson.project / ".env.example").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert lifetime
    assert lifetime[1] == "15m"

    login = lesson.log_in()
    assert lesson.get("users/me/", login["access"]) == login["user"]
    assert lesson.get("users/me/", status=401)["code"] == "not_authenticated"
    # Two processes: the clock cannot be moved.
    time.sleep(max(0.0, claims(login["access"])["exp"] - time.time()) + 0.1)
    for token in (login["access"], login["refresh"]):
        assert lesson.get("users/me/", token, 401)["code"] == "token_not_valid"

    refreshed = lesson.refresh(login["refresh"])
    assert refreshed.keys() == {"access", "refresh"}
    assert lesson.get("users/me/", refreshed["access"]) == login["user"]

    # Each device has its own login.
    other = lesson.log_in()
    lesson.post("token/blacklist/", {"refresh": refreshed["refresh"]})
    lesson.refresh(refreshed["refresh"], 401)
    lesson.refresh(other["refresh"])


def test_bookstore(lesson: Lesson) -> None:
    email = {"email": "bob@example.com"}
    bob = {"username": "bob", "password": PASSWORD}
    user = lesson.post("users/", bob | email, 201)
    login = lesson.post("token/", bob)
    assert login["user"] == user
    token = lesson.post("api-token/", bob)["token"]

    refreshed = lesson.refresh(login["refresh"])
    headers = [
        bearer(login["access"]),
        bearer(refreshed["access"]),
        {"Authorization": f"Token {token}"},
    ]
    for each in headers:
        own = lesson.client.get("/api/books/custom-list/", headers=each)
        assert (own.status_code, own.json()["results"]) == (200, [])
        refused = lesson.client.post("/api/books/", json=EMMA, headers=each)
        assert (refused.status_code, refused.json()["code"]) == (
            403,
            "permission_denied",
        )
    missing = lesson.client.get("/api/books/custom-list/")
    assert missing.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert missing.json()["code"] == "not_authenticated"
    for wrong in (bearer("x"), bearer(login["refresh"]), {"Authorization": "Token x"}):
        invalid = lesson.client.get("/api/books/custom-list/", headers=wrong)
        assert (invalid.status_code, invalid.json()["code"]) == (401, "token_not_valid")

    # The third way is a session of the admin.
    with lesson.admin() as browser:
        assert browser.post("/api/books/", json=EMMA).status_code == 403
        proof = {"X-CSRFToken": browser.cookies["csrftoken"]}
        added = browser.post("/api/books/", json=EMMA, headers=proof)
        assert added.status_code == 201
        listed = browser.get("/api/books/custom-list/").json()
        assert (listed["count"], listed["results"]) == (1, [added.json()])


def test_by_hand(lesson: Lesson) -> None:
    token = lesson.post("by-hand/login/", LOGIN)["token"]
    login = lesson.log_in()

    profile = lesson.get("by-hand/profile/", token)
    assert profile == lesson.get("users/me/", login["access"]) == login["user"]
    for other in (login["access"], login["refresh"]):
        refused = lesson.get("by-hand/profile/", other, 401)
        assert refused["detail"] == "Invalid token"
    assert lesson.get("users/me/", token, 401)["code"] == "token_not_valid"
    wrong = lesson.post("by-hand/login/", {**LOGIN, "password": "wrong"}, 401)
    assert wrong["detail"] == "Invalid credentials"
