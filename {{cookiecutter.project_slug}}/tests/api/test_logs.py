"""What a process writes to stderr, in production and in development."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION

pytestmark = pytest.mark.slow

# A server in small: one request crashes, the other is not found.
CRASH = """
import django, logging
django.setup()
from django.test import Client

def get(*args, **kwargs):
    password = "correct" + "horse"
    raise RuntimeError("two\\nlines")

from api.views import RootView
RootView.get = get
client = Client(raise_request_exception=False, headers={"X-Request-ID": "a-1"})
for path in (%r, "/nope"):
    client.get(path, secure=True, headers={"Host": "api.example.com"})
logging.getLogger("django.server").info("GET / 200")
"""


def stderr_of_a_crash(module: str) -> str:
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", CRASH % f"/{settings.API_PREFIX}/"],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, "DJANGO_SETTINGS_MODULE": f"config.settings.{module}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stderr


def test_in_production_a_traceback_is_one_line_of_json() -> None:
    text = stderr_of_a_crash("production")

    lines = [json.loads(line) for line in text.splitlines()]
    # There may be a warning that collectstatic has not run.
    crash, missing, server = (line for line in lines if line["logger"] != "py.warnings")
    assert crash["level"] == "error"
    assert crash["logger"] == missing["logger"] == "django.request"
    assert crash["request_id"] == missing["request_id"] == "a-1"
    assert crash["exception"].endswith("RuntimeError: two\nlines")
    assert (missing["event"], missing["level"]) == ("Not Found: /nope", "warning")
    assert server["event"] == "GET / 200"
    assert "correcthorse" not in text


def test_in_development_a_traceback_has_several_lines() -> None:
    text = stderr_of_a_crash("local")

    assert "\nTraceback (most recent call last):\n" in text
    assert "correcthorse" not in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text.splitlines()[0])
