"""A server does not start with unsafe settings."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION

pytestmark = pytest.mark.slow


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
    ("module", "hosts", "identifier"),
    [("wsgi", "", "security.W020"), ("asgi", "*", "api.E011")],
)
def test_a_warning_is_enough_and_asgi_is_checked_too(
    module: str, hosts: str, identifier: str
) -> None:
    result = serve(module, ALLOWED_HOSTS=hosts)

    assert result.returncode == 3
    assert identifier in result.stderr


def test_it_refuses_to_start_with_debug_on(tmp_path: Path) -> None:
    (tmp_path / "debugging.py").write_text(
        "from config.settings.production import *\nDEBUG = True\n", encoding="utf-8"
    )

    result = serve("wsgi", DJANGO_SETTINGS_MODULE="debugging", PYTHONPATH=str(tmp_path))

    assert result.returncode == 3
    assert "security.W018" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_LIFETIME", "soon"),
        ("DATABASE_URL", ""),
        ("PASSWORD_MIN_LENGTH", "7"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_variable_that_cannot_be_read_is_named(name: str, value: str) -> None:
    result = serve("wsgi", **{name: value})

    assert result.returncode == 3
    assert name in result.stderr
    assert "Traceback" not in result.stderr


PLAIN = """
from rest_framework.views import APIView

class PlainView(APIView):
    def get(self, request):
        pass

from django.conf import settings
from django.urls import path
from config.urls import *

urlpatterns = [path(f"{settings.API_PREFIX}/plain/", PlainView.as_view()), *urlpatterns]
"""


def test_it_starts_also_with_a_view_without_a_description(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "own.py").write_text(
        "from config.settings.production import *\nROOT_URLCONF = 'plain'\n",
        encoding="utf-8",
    )
    own = {"DJANGO_SETTINGS_MODULE": "own", "PYTHONPATH": str(tmp_path)}

    for module in ("wsgi", "asgi"):
        result = serve(module, **own)
        assert result.returncode == 0, result.stderr
