"""The lesson step by step, as somebody types it: presets/tutorial.yaml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests import lessons
from tests.lessons import LOGIN, REFUSED, bearer, claims
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lesson-tutorial")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lessons.make_project("tutorial", tmp_path_factory.mktemp("tutorial"))


@pytest.fixture(scope="module")
def api(project: Path) -> Iterator[httpx.Client]:
    with serve(project / VENV_PYTHON, project) as client:
        yield client


@pytest.fixture
def login(api: httpx.Client) -> dict[str, Any]:
    response = api.post("/api/token/", json=LOGIN)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def refresh(api: httpx.Client, token: str) -> httpx.Response:
    return api.post("/api/token/refresh/", json={"refresh": token})


def test_hello_is_for_everybody(api: httpx.Client) -> None:
    response = api.get("/api/")

    assert response.status_code == 200
    assert response.json()["name"] == "Tutorial API"


def test_logging_in_brings_two_tokens_and_the_user_without_the_hash(
    login: dict[str, Any],
) -> None:
    assert sorted(login) == ["access", "refresh", "user"]
    assert login["user"] == {
        "id": claims(login["access"])["sub"],
        "username": "ann",
        "email": "ann@example.com",
        "first_name": "",
        "last_name": "",
    }


def test_a_form_of_another_page_logs_nobody_in(api: httpx.Client) -> None:
    response = api.post("/api/token/", files={k: (None, v) for k, v in LOGIN.items()})

    assert response.status_code == 415


def test_in_a_browser_the_token_url_is_a_form(api: httpx.Client) -> None:
    page = api.get("/api/token/", headers={"Accept": "text/html"})

    assert page.status_code == 405
    assert page.headers["Content-Type"].startswith("text/html")
    assert '<form action="/api/token/" method="POST"' in page.text
    # The names are there, to write the values.
    assert "&quot;username&quot;: &quot;&quot;" in page.text
    assert "&quot;password&quot;: &quot;&quot;" in page.text


def test_the_wrong_password_brings_nothing(api: httpx.Client) -> None:
    response = api.post("/api/token/", json={**LOGIN, "password": "wrong"})

    assert response.status_code == 401
    assert response.json() == REFUSED | {
        "detail": "No active account found with the given credentials",
        "code": "no_active_account",
    }


def test_the_lifetimes_are_the_chosen_ones(login: dict[str, Any]) -> None:
    assert lessons.lifetime(login["access"]) == 5 * 60
    assert lessons.lifetime(login["refresh"]) == 24 * 60 * 60


def test_the_access_token_opens_what_is_closed(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    closed = api.get("/api/users/me/")
    assert (closed.status_code, closed.json()) == (401, lessons.NOT_AUTHENTICATED)

    opened = api.get("/api/users/me/", headers=bearer(login["access"]))
    assert (opened.status_code, opened.json()) == (200, login["user"])


def test_each_refresh_brings_a_new_pair_and_ends_the_old_token(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    seen = [login["refresh"]]
    for _ in range(3):
        response = refresh(api, seen[-1])
        assert response.status_code == 200
        assert sorted(response.json()) == ["access", "refresh"]
        seen.append(response.json()["refresh"])
    assert len({claims(token)["jti"] for token in seen}) == 4

    for spent in seen[:3]:
        refused = refresh(api, spent)
        assert (refused.status_code, refused.json()) == (401, REFUSED)
    assert refresh(api, seen[3]).status_code == 200


def test_the_admin_lists_what_was_issued_and_what_is_dead(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    jti = claims(login["refresh"])["jti"]
    with lessons.admin(api) as browser:
        index = browser.get("/admin/").text
        issued = browser.get(f"/admin/token_blacklist/outstandingtoken/?q={jti}")
        before = browser.get(f"/admin/token_blacklist/blacklistedtoken/?q={jti}")
        refresh(api, login["refresh"])
        after = browser.get(f"/admin/token_blacklist/blacklistedtoken/?q={jti}")

    assert "/admin/token_blacklist/blacklistedtoken/" in index
    assert "/admin/token_blacklist/outstandingtoken/" in index
    assert issued.status_code == before.status_code == after.status_code == 200
    assert jti in issued.text.split('id="result_list"')[1]
    assert 'id="result_list"' not in before.text
    assert jti in after.text.split('id="result_list"')[1]


def test_logging_out_ends_the_refresh_token(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    response = api.post("/api/token/blacklist/", json={"refresh": login["refresh"]})

    assert (response.status_code, response.json()) == (200, {})
    assert refresh(api, login["refresh"]).status_code == 401
