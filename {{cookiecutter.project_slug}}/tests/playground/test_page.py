"""The page in development: its facts, glossary and files, which load nothing from other hosts."""

import importlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.test import Client
from django.urls import clear_url_caches

import config.urls
from playground.views import FACTS, glossary
from tests.config.test_environment import PRODUCTION, manage, python
from tests.conftest import PASSWORD
from users.models import User

FOLDER: Path = settings.BASE_DIR / "playground"
FILES = sorted(
    path for path in FOLDER.rglob("*.*") if path.suffix not in {".py", ".pyc"}
)


@pytest.fixture
def page(settings: Any, db: None) -> Iterator[Callable[[], Any]]:
    """Request the page, with the apps and URLs of development."""
    before = settings.INSTALLED_APPS
    settings.DEBUG = True
    install([*before, "playground"], settings)
    yield lambda: Client().get("/")
    install(before, settings)


def install(apps: list[str], settings: Any) -> None:
    settings.INSTALLED_APPS = apps
    importlib.reload(config.urls)
    clear_url_caches()


def test_the_page_has_the_facts_of_the_service(page: Any) -> None:
    response = page()

    assert response.status_code == 200
    text = response.content.decode()
    found = re.search(
        r'<script id="facts" type="application/json">(.*?)</script>', text
    )
    assert found
    facts = json.loads(found[1])
    assert facts["name"] == settings.PROJECT_NAME
    assert facts["api"] == f"/{settings.API_PREFIX}/"
    assert facts["loginField"] == User.USERNAME_FIELD
    assert facts["rotates"] is settings.SIMPLE_JWT.get("ROTATE_REFRESH_TOKENS", False)
    lifetime = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]
    assert facts["accessLifetime"] == lifetime.total_seconds()
    assert f'name="{User.USERNAME_FIELD}"' in text


def test_without_users_it_shows_the_command_that_creates_one(page: Any) -> None:
    assert "createsuperuser" in page().content.decode()

    names = {User.USERNAME_FIELD: "a@example.com"}
    User.objects.create_user(password=PASSWORD, **names)

    assert "createsuperuser" not in page().content.decode()


def test_it_has_no_inline_script_or_style(page: Any) -> None:
    response = page()

    text = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    for attributes, content in re.findall(
        r"<script(.*?)>(.*?)</script>", text, re.DOTALL
    ):
        assert 'type="application/json"' in attributes or not content


def test_it_escapes_the_facts(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FACTS, "name", "</script><script>alert(1)</script>")

    assert "<script>alert" not in page().content.decode()


def test_the_glossary_has_each_name_in_the_tokens(
    tokens: dict[str, str], claims: Callable[[str], dict[str, Any]]
) -> None:
    for name in ("access", "refresh"):
        header = jwt.get_unverified_header(tokens[name])
        assert {*header, *claims(tokens[name])} <= set(glossary())
    registered = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}
    assert registered | set(settings.REQUIRED_CLAIMS) <= set(glossary())


def test_the_glossary_has_the_sources_of_custom_claims(settings: Any) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff", "exp": "email"}

    assert "is_staff" in glossary()["staff"]
    assert "email" not in glossary()["exp"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_has_no_other_host_no_storage_and_no_markup_from_text(
    path: Path,
) -> None:
    text = path.read_text(encoding="utf-8")

    hosts = set(re.findall(r"(?:https?:|[\"'(])//[\w.-]+", text))
    assert hosts <= {"http://www.w3.org"}
    # A script of an attacker can read what a page has stored.
    storage = r"localStorage|sessionStorage|indexedDB|document\.cookie"
    assert not re.search(storage, text)
    sinks = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|Function\("
    assert not re.search(sinks, text)
    for name in re.findall(r'from "\./(.+?)"', text):
        assert (path.parent / name).is_file(), name


# Requests / in a process with other settings than those of the tests.
REQUEST = """
import json, sys, django
django.setup()
from django.conf import settings
from django.test import Client
response = Client().get("/", secure=True, headers={"host": sys.argv[1]})
print(json.dumps({
    "status": response.status_code,
    "type": response["Content-Type"],
    "body": response.content.decode(),
    "installed": "playground" in settings.INSTALLED_APPS,
    "loaded": [name for name in sys.modules if name.startswith("playground")],
}))
"""


@pytest.mark.slow
def test_production_has_no_such_page() -> None:
    result = python("-c", REQUEST, "api.example.com", **PRODUCTION)

    response = json.loads(result.stdout.splitlines()[-1])
    assert response["status"] == 404
    assert response["type"] == "application/problem+json"
    assert json.loads(response["body"])["code"] == "not_found"
    assert not response["installed"]
    assert response["loaded"] == []


@pytest.mark.slow
def test_development_has_the_page(tmp_path: Path) -> None:
    environment = {
        **PRODUCTION,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "ALLOWED_HOSTS": "localhost",
    }
    assert manage("migrate", "--verbosity=0", **environment).returncode == 0

    result = python("-c", REQUEST, "localhost", **environment)

    response = json.loads(result.stdout.splitlines()[-1])
    assert response["status"] == 200
    assert response["type"].startswith("text/html")
    assert "createsuperuser" in response["body"]
