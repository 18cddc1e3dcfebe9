"""The lesson by curl, as somebody types it: presets/user_api.yaml."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cookiecutter_drf_simplejwt.steps import VENV_PYTHON
from tests import lessons
from tests.lessons import LOGIN, NOT_AUTHENTICATED, REFUSED, bearer
from tests.server import serve

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lesson-user-api")]

# Long enough to be used before it is over, and short enough to wait for.
LIFETIME_IN_SECONDS = 4


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lessons.make_project("user_api", tmp_path_factory.mktemp("user-api"))


@pytest.fixture(scope="module")
def api(project: Path) -> Iterator[httpx.Client]:
    """The service, with access tokens that one can see expire."""
    short = {"ACCESS_TOKEN_LIFETIME": f"{LIFETIME_IN_SECONDS}s"}
    with serve(project / VENV_PYTHON, project, {**os.environ, **short}) as client:
        yield client


@pytest.fixture
def login(api: httpx.Client) -> dict[str, Any]:
    response = api.post("/api/token/", json=LOGIN)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def me(api: httpx.Client, **headers: str) -> httpx.Response:
    return api.get("/api/users/me/", headers=headers)


def test_closed_open_closed_refreshed_open(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    assert sorted(login) == ["access", "refresh", "user"]
    opened = me(api, **bearer(login["access"]))
    assert (opened.status_code, opened.json()) == (200, login["user"])

    closed = me(api)
    assert (closed.status_code, closed.json()) == (401, NOT_AUTHENTICATED)
    assert closed.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert closed.headers["Content-Type"] == "application/problem+json"

    # The clock of another process cannot be moved.
    end = lessons.claims(login["access"])["exp"]
    time.sleep(max(0.0, end - time.time()) + 0.1)
    expired = me(api, **bearer(login["access"]))
    assert (expired.status_code, expired.json()) == (401, REFUSED)
    assert expired.headers["WWW-Authenticate"].endswith('error="invalid_token"')

    refreshed = api.post("/api/token/refresh/", json={"refresh": login["refresh"]})
    assert refreshed.status_code == 200
    assert sorted(refreshed.json()) == ["access", "refresh"]
    assert refreshed.json()["access"] != login["access"]
    again = me(api, **bearer(refreshed.json()["access"]))
    assert (again.status_code, again.json()) == (200, login["user"])


def test_a_refresh_token_opens_nothing(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    refused = me(api, **bearer(login["refresh"]))

    assert (refused.status_code, refused.json()) == (401, REFUSED)


def test_each_device_has_a_login_of_its_own(
    api: httpx.Client, login: dict[str, Any]
) -> None:
    other = api.post("/api/token/", json=LOGIN).json()
    api.post("/api/token/blacklist/", json={"refresh": login["refresh"]})

    answers = [
        api.post("/api/token/refresh/", json={"refresh": tokens["refresh"]})
        for tokens in (login, other)
    ]

    assert [answer.status_code for answer in answers] == [401, 200]


def test_the_preset_says_fifteen_minutes(project: Path) -> None:
    code = "from tokens.tokens import AccessToken; print(AccessToken.lifetime)"

    assert lessons.manage(project, "shell", "--command", code).split()[-1] == "0:15:00"
