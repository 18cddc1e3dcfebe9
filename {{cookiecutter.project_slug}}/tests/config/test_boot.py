"""A server does not start with settings that are not safe."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION


def serve(module: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Load the service as a server does."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"from config.{module} import application"],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("module", ["wsgi", "asgi"])
def test_it_starts_when_all_is_well(module: str) -> None:
    result = serve(module)

    assert result.returncode == 0, result.stderr


UNSAFE = {
    "SECRET_KEY": ("too-short-to-be-a-secret", "security.W009"),
    "ALLOWED_HOSTS": ("*", "api.E011"),
    "CORS_ALLOWED_ORIGINS": ("https://*.example.com", "api.E001"),
    "EMAIL_URL": ("console:", "api.E012"),
    "FRONTEND_URL": ("http://app.example.com", "api.E013"),
    "PASSWORD_MIN_LENGTH": ("7", "api.E015"),
    "CACHE_URL": ("locmem://", "api.E020"),
    "THROTTLE_LOGIN": ("", "api.E021"),
    "REFRESH_TOKEN_LIFETIME": ("1s", "tokens.E003"),
}


def test_it_refuses_to_start_and_says_all_there_is_to_say() -> None:
    result = serve("wsgi", **{name: value for name, (value, _) in UNSAFE.items()})

    # gunicorn gives up after this code, and tries again for ever after any other.
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    for name, (_, identifier) in UNSAFE.items():
        assert identifier in result.stderr, name


def test_one_warning_is_enough() -> None:
    result = serve("wsgi", ALLOWED_HOSTS="")

    assert result.returncode == 3
    assert "security.W020" in result.stderr


def test_other_servers_are_refused_too() -> None:
    assert serve("asgi", ALLOWED_HOSTS="*").returncode == 3


def test_it_refuses_to_start_with_debug_on(tmp_path: Path) -> None:
    (tmp_path / "debugging.py").write_text(
        "from config.settings.production import *\nDEBUG = True\n", encoding="utf-8"
    )

    result = serve("wsgi", DJANGO_SETTINGS_MODULE="debugging", PYTHONPATH=str(tmp_path))

    assert result.returncode == 3
    assert "security.W018" in result.stderr


def test_a_variable_that_cannot_be_read_is_named() -> None:
    result = serve("wsgi", ACCESS_TOKEN_LIFETIME="soon")

    assert result.returncode == 3
    assert "ACCESS_TOKEN_LIFETIME" in result.stderr
    assert "Traceback" not in result.stderr
