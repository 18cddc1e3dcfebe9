"""Another service verifies the tokens, with the settings of docs/verifying-elsewhere.md."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Project, Service
from tests.production import ANN, prepare
from tests.server import serve
from tests.tokens import bearer, header

pytestmark = pytest.mark.slow

# PyJWT does not fetch the keys again before, not even for an unknown kid.
COOLDOWN_SECONDS = 30

# And not after, for a known one.
CACHED_SECONDS = 300

MANAGE = """\
import sys
from django.core.management import execute_from_command_line
import service
execute_from_command_line(sys.argv)
"""
# A minimal DRF service. Its settings of tokens are from the page.
SERVICE = """\
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "service"
SECRET_KEY = "x" * 50
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"]
USE_TZ = True

"""
URLS = """\
import time
from django.http import HttpResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response

@api_view()
def whoami(request):
    return Response({"user": request.user.id, "groups": request.auth["groups"]})

monotonic = time.monotonic

def later(request, seconds):
    time.monotonic = lambda: monotonic() + seconds
    return HttpResponse()

urlpatterns = [
    path("whoami/", whoami),
    path("later/<int:seconds>/", later),
    path("health/live/", lambda request: HttpResponse()),
]
"""


ALGORITHMS = ["ES256", "EdDSA", "RS256"]


@pytest.fixture(params=ALGORITHMS)
def issuer(cookies: Any, service: Service, request: pytest.FixtureRequest) -> Project:
    """A generated service with a user and its first key."""
    answers = {"signing_algorithm": request.param}
    project = Project(cookies.bake(extra_context=answers).project_path)
    service.manage(project, "new_signing_key")
    prepare(service, project, {})
    return project


def settings_on_the_page(project: Project) -> str:
    (block,) = re.findall(
        r"```python\n(.*?)```", project.read("docs/verifying-elsewhere.md"), re.DOTALL
    )
    return str(block)


def other_service(folder: Path, page: str, issuer_url: str) -> Path:
    folder.mkdir()
    settings = page.replace("https://auth.example.com", issuer_url)
    assert issuer_url in settings
    (folder / "manage.py").write_text(MANAGE, encoding="utf-8")
    (folder / "service.py").write_text(SERVICE + settings, encoding="utf-8")
    (folder / "urls.py").write_text(URLS, encoding="utf-8")
    return folder


def log_in(issuer: httpx.Client) -> dict[str, str]:
    response = issuer.post("/api/token/", json=ANN)
    assert response.status_code == 200
    tokens: dict[str, str] = response.json()
    return tokens


def at_issuer(issuer: httpx.Client, token: str) -> int:
    return issuer.get("/api/users/me/", headers=bearer(token)).status_code


def elsewhere(other: httpx.Client, token: str) -> int:
    return other.get("/whoami/", headers=bearer(token)).status_code


def move_clock(other: httpx.Client, seconds: int) -> None:
    assert other.get(f"/later/{seconds}/").status_code == 200


def kid(token: str) -> str:
    return str(header(token)["kid"])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_page_needs_five_settings(
    bake: Callable[..., Project], algorithm: str
) -> None:
    names: dict[str, Any] = {}
    exec(settings_on_the_page(bake(signing_algorithm=algorithm)), names)

    assert sorted(names["SIMPLE_JWT"]) == [
        "ALGORITHM",
        "AUDIENCE",
        "ISSUER",
        "JWK_URL",
        "USER_ID_CLAIM",
    ]


def test_another_service_verifies_through_a_rotation(
    issuer: Project, service: Service, tmp_path: Path
) -> None:
    unlimited = {**os.environ, "THROTTLE_LOGIN": ""}
    with serve(service.python, issuer.path, unlimited) as here:
        page = settings_on_the_page(issuer)
        folder = other_service(tmp_path / "other", page, str(here.base_url))
        with serve(service.python, folder) as there:
            before = log_in(here)
            user = here.get("/api/users/me/", headers=bearer(before["access"])).json()
            answer = there.get("/whoami/", headers=bearer(before["access"]))
            assert answer.json() == {"user": user["id"], "groups": []}
            assert elsewhere(there, before["refresh"]) == 401
            assert elsewhere(there, before["access"][:-8] + "AAAAAAAA") == 401
            assert there.get("/whoami/").status_code == 401

            (old,) = (issuer.path / "keys").glob("*.pem")
            service.manage(issuer, "new_signing_key", "--wait", "2s")
            after = log_in(here)
            assert kid(after["access"]) == kid(before["access"])
            end = time.monotonic() + 30
            while kid(after["access"]) == kid(before["access"]):
                assert time.monotonic() < end
                after = log_in(here)
            # Too soon: the page says to wait ten minutes.
            assert at_issuer(here, after["access"]) == 200
            assert elsewhere(there, after["access"]) == 401
            move_clock(there, COOLDOWN_SECONDS)
            for token in (before["access"], after["access"]):
                assert at_issuer(here, token) == 200
                assert elsewhere(there, token) == 200

            old.unlink()
            assert at_issuer(here, before["access"]) == 401
            assert at_issuer(here, after["access"]) == 200
            assert elsewhere(there, before["access"]) == 200
            move_clock(there, COOLDOWN_SECONDS + CACHED_SECONDS)
            assert elsewhere(there, before["access"]) == 401
            assert elsewhere(there, after["access"]) == 200
