"""Source files, unused methods and other hosts are not served."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.api.conftest import assert_problem

WAYS = [
    "/",
    "//",
    "/static/",
    "/static/../",
    "/static/..%2f",
    "/static/%2e%2e/",
    "/static/..%5c",
]
SOURCES = [
    ".git/HEAD",
    ".env",
    "config/settings/base.py",
    "db.sqlite3",
    "keys/",
    "manage.py",
]


@pytest.mark.parametrize("way", [*WAYS, f"/{settings.API_PREFIX}/../"])
@pytest.mark.usefixtures("files")
def test_source_files_are_not_served(client: Client, way: str) -> None:
    for source in SOURCES:
        assert client.get(way + source).status_code == 404, source


def test_the_folder_that_is_served_does_not_contain_the_code() -> None:
    root = Path(settings.STATIC_ROOT).resolve()

    assert not Path(settings.BASE_DIR).resolve().is_relative_to(root)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PROPFIND", "OPTIONS"])
def test_unused_methods_are_refused(client: Any, method: str) -> None:
    for name in ("hello", "token_obtain_pair", "live", "ready"):
        response = client.generic(method, reverse(name))
        assert_problem(response, 405, "method_not_allowed")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("line", "allow"),
    [
        ("POST /health/live/", "GET, HEAD"),
        ("POST /health/ready/", "GET, HEAD"),
        ("POST /static/admin/css/base.css", "GET, HEAD"),
        (f"GET {reverse('admin:logout')}", "POST, OPTIONS"),
    ],
)
def test_djangos_views_refuse_a_method_with_a_problem(
    admin_client: Any, line: str, allow: str
) -> None:
    response = admin_client.generic(*line.split())

    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == allow


def test_another_host_is_refused_and_not_repeated(client: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["api.example.com"]

    response = client.get(reverse("hello"), headers={"host": "evil.example"})

    assert_problem(response, 400, "parse_error")
    assert b"evil" not in response.content
    assert "evil" not in str(response.headers)
