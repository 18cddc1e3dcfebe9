"""Settings of development are refused in production."""

from pathlib import Path
from shutil import copytree
from tempfile import gettempdir
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import run_checks
from django.db import connection

from tests.config.test_environment import PRODUCTION, manage, python

APP = "https://app.example.com"
HTTP = "http://app.example.com"


class OwnCache(LocMemCache):
    """An owner's cache, which is not shared, either."""


def caches(backend: str) -> dict[str, Any]:
    location = "redis://127.0.0.1:6379/0"
    if "filebased" in backend:
        # It creates this folder.
        location = str(Path(gettempdir()) / "tests-of-production")
    return {"default": {"BACKEND": backend, "LOCATION": location}}


def django_cache(name: str) -> dict[str, Any]:
    return caches(f"django.core.cache.backends.{name}")


@pytest.fixture(autouse=True)
def safe(settings: Any) -> None:
    """Replace the settings of the tests, which the checks refuse."""
    settings.SECRET_KEY = PRODUCTION["SECRET_KEY"]
    settings.ALLOWED_HOSTS = ["api.example.com"]
    settings.DATABASE_URL_IS_SET = True
    settings.CACHES = django_cache("redis.RedisCache")
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (10, 60))


def errors() -> list[str]:
    numbers = (10, 11, 16, 17, 20, 21)
    return [
        f"{message.msg} {message.hint}"
        for message in run_checks(include_deployment_checks=True)
        if message.id in {f"api.E0{number}" for number in numbers}
    ]


def test_safe_settings_have_no_errors() -> None:
    assert errors() == []


@pytest.mark.parametrize(
    ("name", "value", "error", "hint"),
    [
        ("SECRET_KEY", "django-insecure-" + "k3y" * 20, "guessed", "token_urlsafe"),
        ("SECRET_KEY", "correct horse battery " * 3, "guessed", "token_urlsafe"),
        ("SECRET_KEY_FALLBACKS", ["change-me" * 6], "guessed", "token_urlsafe"),
        ("ALLOWED_HOSTS", ["api.example.com", "*"], "'*'", "ALLOWED_HOSTS="),
        ("ALLOWED_HOSTS", ["*.example.com"], "'*.example.com'", "ALLOWED_HOSTS="),
        ("ALLOWED_HOSTS", [".com"], "'.com'", "ALLOWED_HOSTS=api.example.com"),
        ("CORS_ALLOWED_ORIGINS", [APP, HTTP], HTTP, f"CORS_ALLOWED_ORIGINS={APP}"),
        ("CSRF_TRUSTED_ORIGINS", [HTTP], HTTP, f"CSRF_TRUSTED_ORIGINS={APP}"),
        *[
            ("CACHES", value, "does not count", "CACHE_URL=redis://")
            for value in (
                django_cache("locmem.LocMemCache"),
                django_cache("dummy.DummyCache"),
                django_cache("filebased.FileBasedCache"),
                django_cache("db.DatabaseCache"),
                caches(f"{__name__}.OwnCache"),
            )
        ],
        ("THROTTLE_RATES", {"login": None, "reset": (1, 60)}, "_LOGIN", "10/min"),
    ],
)
def test_an_unsafe_setting_is_named_with_a_safe_value(
    settings: Any, name: str, value: Any, error: str, hint: str
) -> None:
    setattr(settings, name, value)

    [text] = errors()
    assert error in text
    assert hint in text


def test_a_database_has_to_be_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = settings.BASE_DIR / "db.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", default)
    assert errors() == []

    settings.DATABASE_URL_IS_SET = False

    [text] = errors()
    assert "DATABASE_URL is not set" in text
    assert "DATABASE_URL=postgres" in text


@pytest.mark.slow
@pytest.mark.parametrize("is_set", [True, False])
def test_a_database_can_be_named_in_the_env_file(
    settings: Any, tmp_path: Path, is_set: bool
) -> None:
    copytree(settings.BASE_DIR / "config", tmp_path / "config")
    variables = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    if not is_set:
        del variables["DATABASE_URL"]
    lines = [f"{name}='{value}'\n" for name, value in variables.items()]
    (tmp_path / ".env").write_text("".join(lines), encoding="utf-8")
    code = "from config.settings.base import DATABASE_URL_IS_SET as found; print(found)"

    result = python("-c", f"import os; os.chdir({str(tmp_path)!r}); {code}")

    assert result.stdout.strip() == str(is_set), result.stderr


def test_a_secret_is_never_repeated(settings: Any) -> None:
    settings.SECRET_KEY = "change-me-but-tell-nobody"

    assert not any("tell-nobody" in text for text in errors())


@pytest.mark.slow
def test_the_environment_does_not_turn_debug_on() -> None:
    result = manage("diffsettings", "--all", **PRODUCTION, DEBUG="True")

    assert "DEBUG = False" in result.stdout
