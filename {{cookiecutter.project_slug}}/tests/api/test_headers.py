"""Every answer tells the browser how little may be done with it."""

from datetime import datetime, timezone
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from api.headers import HeadersMiddleware
from tests.api.conftest import assert_problem
from users.models import User

NOON = datetime(2030, 1, 1, 12, tzinfo=timezone.utc)
LOGIN = reverse("token_obtain_pair")
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def assert_closed(response: Any) -> None:
    for name, value in ALWAYS.items():
        assert response[name] == value, name
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "microphone=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", reverse("hello"), {}, 200),
        ("POST", reverse("token_verify"), {}, 400),
        ("GET", reverse("me"), {}, 401),
        ("GET", "/nope", {}, 404),
        ("GET", f"/{settings.API_PREFIX}/nope", {}, 404),
        ("GET", LOGIN, {}, 405),
        ("GET", reverse("hello"), {"accept": "text/html"}, 406),
        ("GET", reverse("hello"), {"host": "evil.example"}, 400),
        ("GET", "/health/live/", {"host": "10.0.0.1"}, 200),
        ("GET", "/admin/", {}, 302),
        ("GET", "/admin/login/", {}, 200),
        (
            "OPTIONS",
            LOGIN,
            {
                "origin": "https://app.example.com",
                "access-control-request-method": "POST",
            },
            200,
        ),
    ],
)
def test_every_answer_has_them(
    https: Any, db: None, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    response = https.generic(
        method, path, b"{}", content_type="application/json", headers=headers
    )

    assert response.status_code == status
    assert_closed(response)


def test_refusals_have_them(https: Any, user: User, settings: Any) -> None:
    verify = reverse("token_verify")
    https.force_login(user)
    answers = {
        403: https.get(reverse("schema")),
        413: https.post(verify, b"1" * 200_000, content_type="application/json"),
        415: https.post(verify, b"{}", content_type="text/plain"),
    }
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (1, 60))
    with time_machine.travel(NOON, tick=False):
        https.post(verify, {}, content_type="application/json")
        answers[429] = https.post(verify, {}, content_type="application/json")
    # It keeps nothing that could be counted.
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    answers[503] = https.post(verify, {}, content_type="application/json")

    for status, response in answers.items():
        assert response.status_code == status
        assert_closed(response)


def test_a_crash_has_them(https: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.HelloView.get", None)

    response = https.get(reverse("hello"))

    assert response.status_code == 500
    assert_closed(response)


@pytest.mark.usefixtures("files")
def test_files_have_them(https: Client, db: None) -> None:
    response = https.get("/static/admin/css/base.css")

    assert response.status_code == 200
    assert_closed(response)
    assert "Access-Control-Allow-Origin" not in response
    response.close()
    changed = https.post("/static/admin/css/base.css")
    assert_problem(changed, 405, "method_not_allowed")
    assert_closed(changed)
    for path in ("/static/../manage.py", "/static/admin/%2e%2e/%2e%2e/manage.py"):
        assert https.get(path).status_code == 404


def test_data_shows_nothing_and_is_kept_nowhere(https: Client) -> None:
    for path in (reverse("hello"), reverse("me")):
        response = https.get(path)
        assert response["Content-Security-Policy"] == (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_view_may_say_otherwise() -> None:
    own = {
        "Cache-Control": "max-age=300",
        "Content-Security-Policy": "sandbox",
        "Cross-Origin-Resource-Policy": "same-site",
        "Referrer-Policy": "origin",
    }
    middleware = HeadersMiddleware(lambda request: HttpResponse(headers=own))

    response = middleware(RequestFactory().get("/"))

    assert {name: response[name] for name in own} == own
