"""Source files, unused methods and other hosts are not served."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from users.models import User

SOURCES = [
    ".git/HEAD",
    ".env",
    ".cookiecutter.json",
    "config/settings/base.py",
    "db.sqlite3",
    "keys/",
    "manage.py",
    "pyproject.toml",
]


@pytest.mark.parametrize(
    "way",
    [
        "/",
        "//",
        "/static/",
        "/static/../",
        "/static/..%2f",
        "/static/%2e%2e/",
        "/static/..%5c",
        "/static/admin/../../",
        f"/{settings.API_PREFIX}/../",
    ],
)
@pytest.mark.usefixtures("files")
def test_source_files_are_not_served(client: Client, way: str) -> None:
    for source in SOURCES:
        assert client.get(way + source).status_code == 404, source


def test_the_folder_that_is_served_does_not_contain_the_code() -> None:
    root = Path(settings.STATIC_ROOT).resolve()

    assert not Path(settings.BASE_DIR).resolve().is_relative_to(root)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "PUT", "PROPFIND"])
def test_unused_methods_are_refused(client: Any, method: str) -> None:
    for name in ("hello", "token_obtain_pair", "live", "ready"):
        response = client.generic(method, reverse(name))
        assert_problem(response, 405, "method_not_allowed")


def test_djangos_views_refuse_a_method_with_a_problem(
    client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)

    response = client.get(reverse("admin:logout"))

    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "POST, OPTIONS"


def test_options_reveal_nothing(api: APIClient) -> None:
    assert_problem(api.options(reverse("hello")), 405, "method_not_allowed")
    assert_problem(api.options(reverse("token_obtain_pair")), 405, "method_not_allowed")


def test_another_host_is_refused_and_not_repeated(client: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["api.example.com"]

    response = client.get(reverse("hello"), headers={"host": "evil.example"})

    assert_problem(response, 400, "parse_error")
    assert b"evil" not in response.content
    assert "evil" not in str(response.headers)
