"""Settings that an owner writes in Python: the checks read the values that Django uses."""

import secrets
from collections.abc import Callable

import pytest

from tests.conftest import Project, Service
from tests.owner.project import OwnersProject
from tests.production import ANN, PROXIED, prepare, production
from tests.server import serve, two_workers
from tests.tokens import bearer

pytestmark = pytest.mark.slow

PRODUCTION = "config/settings/production.py"
BASE = "config/settings/base.py"


@pytest.fixture
def project(owners: Callable[..., OwnersProject]) -> OwnersProject:
    return owners()


def check(project: OwnersProject, **environment: str) -> str:
    """Run the checks for production; return their output, or nothing."""
    result = project.run(
        *["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        **production(**environment),
    )
    assert "Traceback" not in result.stderr
    return result.stderr if result.returncode else ""


# The end of production.py, without variables for the same.
SAFE = """
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "service"},
    "replica": {"ENGINE": "django.db.backends.postgresql", "NAME": "replica"},
}
CACHES = {"default": {"BACKEND": "own.Cache", "LOCATION": "redis://127.0.0.1:6379/0"}}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/srv/media"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"own": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["own"], "level": "WARNING"},
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "users.passwords.Argon2PasswordHasher",
]
"""
OWN = """
from django.core.cache.backends.redis import RedisCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.core.mail.backends.smtp import EmailBackend


class Cache(RedisCache):
    pass


class LocalCache(LocMemCache):
    pass


class Mail(EmailBackend):
    pass


class PrintedMail(ConsoleBackend):
    pass
"""
MAIL = """
import django

if django.VERSION >= (6, 1):
    MAILERS = {{"default": {{"BACKEND": "{backend}"}}}}
else:
    EMAIL_BACKEND = "{backend}"
"""


def test_safe_settings_are_accepted(project: OwnersProject) -> None:
    project.write("own.py", OWN)
    project.append(PRODUCTION, SAFE + MAIL.format(backend="own.Mail"))

    assert check(project, EMAIL_URL="console:") == ""


# The end of production.py, and the message of the check.
UNSAFE = {
    "mail that is printed": (
        MAIL.format(backend="own.PrintedMail"),
        "(users.E002) EMAIL_BACKEND is own.PrintedMail, which sends no mail.",
    ),
    "a cache for each process": (
        'CACHES = {"default": {"BACKEND": "own.LocalCache"}}',
        "(api.E020) LocalCache does not count for all processes together.",
    ),
    "a cache that counts in two steps": (
        'CACHES = {"default": {"BACKEND": '
        '"django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}',
        "(api.E020) DatabaseCache does not count for all processes together.",
    ),
    "the database of development": (
        'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", '
        '"NAME": BASE_DIR / "db.sqlite3"}}',
        "(api.E016) DATABASE_URL is not set: all data would be in a file beside the code.",
    ),
    "a published secret": (
        'SECRET_KEY = "this-is-my-very-secret-key-for-the-production-of-acme"',
        "(api.E010) SECRET_KEY can be guessed: it is published, or made of words and "
        "patterns.",
    ),
    "an old secret that is published": (
        'SECRET_KEY_FALLBACKS = ["this-was-my-very-secret-key-for-the-production-of-acme"]',
        "(api.E010) SECRET_KEY can be guessed: it is published, or made of words and "
        "patterns.",
    ),
}


def test_unsafe_settings_are_refused(project: OwnersProject) -> None:
    project.write("own.py", OWN)
    whole = project.read(PRODUCTION)
    for name, (text, complaint) in UNSAFE.items():
        project.write(PRODUCTION, f"{whole}\n{text}\n")

        variables = {
            "CACHE_URL": "redis://127.0.0.1:6379/0",
            "DATABASE_URL": "postgres://db.example.com/service",
        }
        if "DATABASES" in text:
            del variables["DATABASE_URL"]
        refused = check(project, **variables)

        assert complaint in refused, name
        assert "identified 1 issue" in refused, name


def test_a_published_signing_key_is_refused(project: OwnersProject) -> None:
    key = "my-ultra-secure-and-ultra-long-secret"
    url = "postgres://db.example.com/service"

    refused = check(project, JWT_SIGNING_KEY=key, DATABASE_URL=url)

    assert (
        "(tokens.E011) JWT_SIGNING_KEY: secret 1 is published, or made of words and "
        "patterns." in refused
    )
    assert key not in refused


def test_a_server_starts_with_settings_written_by_hand(
    project: OwnersProject, service: Service, database: str, redis: str
) -> None:
    project.write("own.py", OWN)
    name = f'"NAME": "{database.rpartition("/")[2]}"'
    written = SAFE.replace('"NAME": "service"', name)
    written = written.replace('"NAME": "replica"', name)
    for_postgres = (
        'for each in DATABASES.values():\n    each["HOST"] = "127.0.0.1"\n    '
    )
    written += f'{for_postgres}each["USER"] = "postgres"\n'
    project.append(PRODUCTION, written + MAIL.format(backend="own.Mail"))
    environment = production(EMAIL_URL="console:")
    prepare(service, Project(project.path), environment)
    project.run("manage.py", "collectstatic", "--no-input", **environment)

    with serve(project.python, project.path, environment, two_workers) as client:
        client.headers.update(PROXIED)
        tokens = client.post("/api/token/", json=ANN).json()
        header = bearer(tokens["access"])
        assert client.get("/api/users/me/", headers=header).status_code == 200
        page = client.get("/admin/login/").text
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert client.get(style).status_code == 200


def test_another_language_and_time_zone(
    project: OwnersProject, service: Service
) -> None:
    for old, new in {
        'LANGUAGE_CODE = "en"': 'LANGUAGE_CODE = "de"',
        'TIME_ZONE = "UTC"': 'TIME_ZONE = "Europe/Berlin"',
        "USE_I18N = False": "USE_I18N = True",
    }.items():
        project.replace(BASE, old, new)

    tests = ["tests/api/test_errors.py", "tests/tokens/test_login.py", "tests/users"]
    result = project.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == 0, result.stdout

    project.manage("migrate")
    with serve(project.python, project.path) as client:
        wrong = {"username": "ann", "password": secrets.token_urlsafe()}
        refused = client.post("/api/token/", json=wrong)
        assert refused.status_code == 401
        assert refused.json()["code"] == "no_active_account"
        empty = client.post("/api/token/", json={})
        assert empty.status_code == 400
        assert empty.json()["errors"]["username"][0]["message"].startswith(
            "Dieses Feld"
        )
