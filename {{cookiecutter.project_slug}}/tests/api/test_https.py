"""Production refuses plain HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.conftest import LOGIN, Lines, assert_problem
from tests.config.test_environment import PRODUCTION, python


@pytest.fixture
def client(settings: Any) -> Any:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [""]
    return Client()


@pytest.mark.parametrize(
    "request_line",
    [
        f"POST {LOGIN}",
        f"OPTIONS {LOGIN}",
        f"GET {reverse('me')}",
        f"GET {reverse('docs')}",
        f"GET {reverse('hello')}nope",
        "GET /nope",
        "GET /",
    ],
)
def test_plain_http_is_refused(client: Any, request_line: str) -> None:
    response = client.generic(*request_line.split())

    assert_problem(response, 403, "https_required")
    assert "Location" not in response


def test_only_the_admin_is_redirected(client: Client) -> None:
    headers = {"x-forwarded-proto": "http"}
    response = client.get("/admin/login/?next=/admin/", headers=headers)

    assert response.status_code == 301
    assert response["Location"] == "https://testserver/admin/login/?next=/admin/"


@pytest.mark.parametrize("path", ["/admin/", reverse("hello")])
@pytest.mark.parametrize(
    ("headers", "proxies", "advice"),
    [
        ({"x-forwarded-proto": "https"}, None, "TRUSTED_PROXIES is the number"),
        ({}, "HTTP_X_FORWARDED_PROTO", "has to set X-Forwarded-Proto to https"),
    ],
)
def test_a_proxy_with_a_wrong_setting_is_logged_once(
    settings: Any,
    client: Client,
    lines: Lines,
    path: str,
    headers: dict[str, str],
    proxies: str | None,
    advice: str,
) -> None:
    """A redirect would lead back here: the browser did use HTTPS."""
    settings.SECURE_PROXY_SSL_HEADER = (proxies, "https") if proxies else None
    for _ in range(2):
        assert_problem(client.get(path, headers=headers), 403, "https_required")

    [line] = [line for line in lines() if line["logger"] == "api.middleware"]
    assert advice in line["event"]


# A server in small, with the settings of production.
STATUSES = """
import django, json, sys
django.setup()
from django.conf import settings
from django.test import Client

settings.STATIC_ROOT = sys.argv[1]
client = Client(raise_request_exception=False, headers={"host": "api.example.com"})
claim = {"x-forwarded-proto": "https"}
evil = {"host": "evil.example"}
answers = {
    "call": client.get(%(hello)r),
    "claim": client.get(%(hello)r, headers=claim),
    "page": client.get("/admin/"),
    "page by a proxy": client.get("/admin/", headers={"x-forwarded-proto": "http"}),
    "page by claim": client.get("/admin/", headers=claim),
    "file": client.get("/static/page.css"),
    "probe": client.get("/health/live/"),
    "https": client.get(%(hello)r, secure=True),
    "file over https": client.get("/static/page.css", secure=True),
    "file of another host": client.get("/static/page.css", secure=True, headers=evil),
}
print(json.dumps({name: answer.status_code for name, answer in answers.items()}))
for name in ("https", "file over https"):
    assert answers[name]["Strict-Transport-Security"].startswith("max-age=31536000;")
assert answers["file over https"].getvalue() == b"body {}"
assert answers["file over https"]["Content-Security-Policy"].startswith("default-src 'none'")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("proxies", "status", "page"), [("0", 403, 403), ("1", 200, 302)]
)
def test_production_does_so(
    proxies: str, status: int, page: int, tmp_path: Path
) -> None:
    (tmp_path / "page.css").write_text("body {}", encoding="utf-8")

    code = STATUSES % {"hello": reverse("hello")}
    environment = {**PRODUCTION, "TRUSTED_PROXIES": proxies}
    result = python("-c", code, str(tmp_path), **environment)

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {
        "call": 403,
        "claim": status,
        "page": 403,
        "page by a proxy": 301,
        "page by claim": page,
        "file": 403,
        "probe": 200,
        "https": 200,
        "file over https": 200,
        "file of another host": 400,
    }
