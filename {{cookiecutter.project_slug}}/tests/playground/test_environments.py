"""The page is at / in development, and not in production."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from tests.config.test_environment import PRODUCTION

pytestmark = pytest.mark.slow

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


def request(host: str, **environment: str) -> dict[str, Any]:
    """Request / in a process with other settings than those of the tests."""
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", REQUEST, host],
        cwd=settings.BASE_DIR,
        env={**PRODUCTION, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    response: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return response


def test_production_has_no_such_page() -> None:
    response = request("api.example.com")

    assert response["status"] == 404
    assert response["type"] == "application/problem+json"
    assert json.loads(response["body"])["code"] == "not_found"
    assert not response["installed"]
    assert response["loaded"] == []


def test_development_has_the_page(tmp_path: Any) -> None:
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

    response = request("localhost", **{**environment, "ALLOWED_HOSTS": "localhost"})

    assert response["status"] == 200
    assert response["type"].startswith("text/html")
    assert "createsuperuser" in response["body"]
