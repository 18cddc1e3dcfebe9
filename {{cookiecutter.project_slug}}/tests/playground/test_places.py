"""The page is there in development, and nowhere else."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION

pytestmark = pytest.mark.slow

ASK = """
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


def ask(host: str, **environment: str) -> dict[str, Any]:
    """Ask for / in a process of its own, with other settings than these."""
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK, host],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return answer


def test_in_production_there_is_no_such_page() -> None:
    answer = ask("api.example.com")

    assert answer["status"] == 404
    assert answer["type"] == "application/problem+json"
    assert json.loads(answer["body"])["code"] == "not_found"
    assert not answer["installed"]
    assert answer["loaded"] == []


def test_in_development_it_is_the_first_thing_to_see(tmp_path: Any) -> None:
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **environment},
        check=True,
    )

    answer = ask("localhost", **{**environment, "ALLOWED_HOSTS": "localhost"})

    assert answer["status"] == 200
    assert answer["type"].startswith("text/html")
    assert "createsuperuser" in answer["body"]
