import ast
import os
import re
import secrets
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from environs import EnvError

from config.env import duration

PROJECT: Path = settings.BASE_DIR
PRODUCTION = {
    **{name: value for name, value in os.environ.items() if name.startswith("JWT_")},
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

# The functions of config.env that read a variable.
OUR_OWN = {"cache", "duration", "rate", "secret"}


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


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


def test_a_duration_has_a_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS_TOKEN_LIFETIME", "10")
    with pytest.raises(EnvError, match="ACCESS_TOKEN_LIFETIME is '10', without a unit"):
        duration("ACCESS_TOKEN_LIFETIME", "15m")

    monkeypatch.setenv("ACCESS_TOKEN_LIFETIME", "0")
    assert duration("ACCESS_TOKEN_LIFETIME", "15m") == timedelta()
