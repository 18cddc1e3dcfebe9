"""A server does not start with unsafe settings."""

import subprocess
from pathlib import Path

import pytest

from tests.config.test_environment import PRODUCTION, python

pytestmark = pytest.mark.slow


def serve(module: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Load the service as a server does."""
    code = f"from config.{module} import application"
    return python("-c", code, **{**PRODUCTION, **environment})


UNSAFE = {
    "SECRET_KEY": ("too-short-to-be-a-secret", "security.W009"),
    "ALLOWED_HOSTS": ("*", "api.E011"),
    "CORS_ALLOWED_ORIGINS": ("https://*.example.com", "api.E001"),
    "CACHE_URL": ("locmem://", "api.E020"),
    "THROTTLE_LOGIN": ("", "api.E021"),
    "REFRESH_TOKEN_LIFETIME": ("1s", "tokens.E003"),
}


def test_it_refuses_to_start_and_lists_all_errors() -> None:
    result = serve("wsgi", **{name: value for name, (value, _) in UNSAFE.items()})

    # gunicorn stops after this code, and starts a worker again after any other.
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    for name, (_, identifier) in UNSAFE.items():
        assert identifier in result.stderr, name


@pytest.mark.parametrize(
    ("module", "name", "value", "message"),
    [
        ("wsgi", "ALLOWED_HOSTS", "", "security.W020"),  # A warning is enough.
        ("asgi", "ALLOWED_HOSTS", "*", "api.E011"),
        ("wsgi", "ACCESS_TOKEN_LIFETIME", "soon", "ACCESS_TOKEN_LIFETIME"),
        ("wsgi", "DATABASE_URL", "", "DATABASE_URL"),
        ("wsgi", "TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES"),
        ("wsgi", "PASSWORD_MIN_LENGTH", "7", "PASSWORD_MIN_LENGTH"),
    ],
)
def test_it_names_what_is_wrong(
    module: str, name: str, value: str, message: str
) -> None:
    result = serve(module, **{name: value})

    assert result.returncode == 3
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def with_settings(folder: Path, line: str) -> dict[str, str]:
    """Write a module with the settings of production and this one."""
    text = f"from config.settings.production import *\n{line}\n"
    (folder / "own.py").write_text(text, encoding="utf-8")
    return {"DJANGO_SETTINGS_MODULE": "own", "PYTHONPATH": str(folder)}


def test_it_refuses_to_start_with_debug_on(tmp_path: Path) -> None:
    result = serve("wsgi", **with_settings(tmp_path, "DEBUG = True"))

    assert result.returncode == 3
    assert "security.W018" in result.stderr


PLAIN = """
from django.conf import settings
from django.urls import path
from rest_framework.views import APIView
from config.urls import *

class PlainView(APIView):
    def get(self, request):
        pass

urlpatterns = [path(f"{settings.API_PREFIX}/plain/", PlainView.as_view()), *urlpatterns]
"""


@pytest.mark.parametrize("module", ["wsgi", "asgi"])
def test_it_starts_also_with_a_view_without_a_description(
    tmp_path: Path, module: str
) -> None:
    (tmp_path / "plain.py").write_text(PLAIN, encoding="utf-8")

    result = serve(module, **with_settings(tmp_path, "ROOT_URLCONF = 'plain'"))

    assert result.returncode == 0, result.stderr
