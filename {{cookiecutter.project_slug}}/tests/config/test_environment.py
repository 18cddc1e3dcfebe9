"""The variables that are read, the packages that are installed, and the migrations."""

import ast
import os
import re
import secrets
import subprocess
import sys
from datetime import timedelta
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from environs import EnvError

from config import env

PROJECT: Path = settings.BASE_DIR
PRODUCTION = {
    # Keys that the settings of the tests have made.
    **{n: os.environ[n] for n in os.environ if re.match(r"JWT_|\w+_KEY$", n)},
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "api.example.com",
    # Not those of development, which may be in .env.
    "CORS_ALLOWED_ORIGINS": "https://app.example.com",
    "CSRF_TRUSTED_ORIGINS": "https://app.example.com",
    "DATABASE_URL": "sqlite:///db.sqlite3",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
}
# What else production needs, of an option or of your own.
for _file in Path(__file__).parent.glob("*.env"):
    PRODUCTION |= dict(re.findall(r"(.+?)=(.+)", _file.read_text(encoding="utf-8")))


def python(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the project, with these variables and no others."""
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return python("manage.py", *arguments, **environment)


# The functions of config.env that read a variable.
OUR_OWN = {"cache", "duration", "https_url", "rate", "secret"}


def variables_read() -> set[str]:
    """Return every name that config.env or a YAML file beside manage.py reads."""
    names = {"DJANGO_SETTINGS_MODULE"}
    for path in PROJECT.glob("*.yaml"):
        names |= set(re.findall(r"\$\{([A-Z_]+)", path.read_text(encoding="utf-8")))
    for path in [PROJECT / "gunicorn.conf.py", *(PROJECT / "config").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called, first = ast.unparse(node.func), node.args[0]
                reads = called in OUR_OWN or re.fullmatch(r"env\.\w+", called)
                if reads and isinstance(first, ast.Constant):
                    names |= set(re.findall(r"^[A-Z_]+$", str(first.value)))
    return names


def test_the_example_lists_every_variable_and_no_secret() -> None:
    example = (PROJECT / ".env.example").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", example, re.MULTILINE))

    missing = variables_read() - set(listed)
    assert not missing, f"Add to .env.example: {', '.join(missing)}"
    assert set(listed) == variables_read()
    secret = re.compile(r"_(KEY|PASSWORD)$")
    assert not any(value for name, value in listed.items() if secret.search(name))


def test_the_migrations_match_the_models(db: None) -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", "--no-input")
    except SystemExit:
        pytest.fail("A model has changed. Type: python manage.py makemigrations")


@pytest.mark.slow
def test_production_passes_the_deployment_checks() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_a_missing_secret_is_an_error_with_the_command_that_makes_one() -> None:
    result = manage("check", **{**PRODUCTION, "SECRET_KEY": ""})

    assert result.returncode == 1
    assert "SECRET_KEY is not set" in result.stderr
    assert "secrets.token_urlsafe(50)" in result.stderr


DAY = timedelta(days=1)
DURATIONS = ("REFRESH_TOKEN_LIFETIME", env.duration, "1d")
RATES = ("THROTTLE_LOGIN", env.rate, "3/min")
CACHES = ("CACHE_URL", env.cache, "locmem://")
URLS = ("BREACHED_PASSWORDS_URL", env.https_url, "")
REDIS = "rediss://user:p%40ss@cache.example.com:6380/1"


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        (DURATIONS, None, DAY),
        (DURATIONS, "0", timedelta()),
        (RATES, None, (3, 60)),
        (RATES, " 5/hour ", (5, 3_600)),
        (RATES, "1/s", (1, 1)),
        (RATES, "100/d", (100, 86_400)),
        (RATES, "7/minute", (7, 60)),
        (RATES, " ", None),
        (URLS, None, ""),
        *[
            (URLS, url, url)
            for url in (
                *("", "https://example.com", "https://example.com:8443/range/"),
                *("http://localhost/range/", "http://127.0.0.1:8080"),
            )
        ],
        (
            CACHES,
            None,
            {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "LOCATION": "",
            },
        ),
        (
            CACHES,
            REDIS,
            {
                "BACKEND": "api.cache.RedisCache",
                "LOCATION": REDIS,
                "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
            },
        ),
    ],
)
def test_a_variable_is_read(
    monkeypatch: pytest.MonkeyPatch, variable: Any, text: str | None, value: Any
) -> None:
    name, read, default = variable
    monkeypatch.delenv(name, raising=False)
    if text is not None:
        monkeypatch.setenv(name, text)

    assert read(name, default) == value


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        (DURATIONS, "10", "REFRESH_TOKEN_LIFETIME is '10', without a unit"),
        *[
            (RATES, text, r"THROTTLE_LOGIN is .* for example 3/min")
            for text in ("10", "10/", "/min", "0/min", "-1/min", "10/week", "1.5/s")
        ],
        *[
            (URLS, url, "BREACHED_PASSWORDS_URL is .* Write https://")
            for url in (
                *("http://example.com/range/", "example.com", "ftp://example.com"),
                *("http://localhost.example.com/", "http://localhost@example.com/"),
                *("https://", "https:///range/", "https://a@example.com/"),
                "https://example.com/range/?q=",
            )
        ],
    ],
)
def test_a_variable_that_cannot_be_read_is_an_error(
    monkeypatch: pytest.MonkeyPatch, variable: Any, text: str, message: str
) -> None:
    name, read, default = variable
    monkeypatch.setenv(name, text)

    with pytest.raises(EnvError, match=message):
        read(name, default)


REQUIREMENT = re.compile(r'^    "([\w-]+)(?:\[[\w-]+\])?>=([\d.]+)', re.MULTILINE)


def group(name: str) -> dict[str, str]:
    """Return the packages of a group in pyproject.toml, and their oldest versions."""
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    return dict(REQUIREMENT.findall(text.split(f"\n{name} = [")[1].split("\n]")[0]))


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def test_no_package_is_older_than_it_may_be() -> None:
    floors = group("runtime")

    assert len(floors) >= 12
    for name, floor in floors.items():
        assert numbers(version(name)) >= numbers(floor), name
    # PyJWT with all its fixes: 2.12: `crit`. 2.13: five advisories. 2.15: payloads
    # without end.
    assert numbers(floors["pyjwt"]) >= [2, 15]


@pytest.mark.slow
def test_a_server_imports_no_package_for_development() -> None:
    code = (
        "import sys, config.wsgi; from django.urls import get_resolver; "
        "get_resolver().url_patterns; print(*sys.modules)"
    )
    result = python("-c", code, **PRODUCTION)
    assert result.returncode == 0, result.stderr
    imported = {module.partition(".")[0] for module in result.stdout.split()}

    assert "rest_framework_simplejwt" in imported
    distributions = packages_distributions()
    names = {name for one in imported for name in distributions.get(one, [])}
    assert not names & set(group("dev"))
