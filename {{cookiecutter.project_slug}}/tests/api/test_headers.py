"""The headers for browsers, which every response has."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from api.middleware import HeadersMiddleware
from tests.api.conftest import LOGIN, assert_problem
from tests.conftest import PASSWORD
from users.models import User

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ROOT = reverse("hello")
PREFLIGHT = {
    "origin": "https://app.example.com",
    "access-control-request-method": "POST",
}


def assert_headers(response: Any) -> None:
    for name, value in ALWAYS.items():
        assert response[name] == value, name
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "microphone=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    ("line", "headers", "status"),
    [
        (f"GET {ROOT}", {}, 200),
        (f"GET {reverse('me')}", {}, 401),
        ("GET /nope", {}, 404),
        (f"GET {ROOT}nope", {}, 404),
        (f"GET {LOGIN}", {}, 405),
        (f"GET {ROOT}", {"accept": "text/html"}, 406),
        (f"GET {ROOT}", {"host": "evil.example"}, 400),
        ("GET /health/live/", {"host": "10.0.0.1"}, 200),
        ("GET /admin/", {}, 302),
        ("GET /admin/login/", {}, 200),
        (f"OPTIONS {LOGIN}", PREFLIGHT, 200),
    ],
)
def test_every_response_has_them(
    https: Any, db: None, line: str, headers: dict[str, str], status: int
) -> None:
    response = https.generic(*line.split(), headers=headers)

    assert response.status_code == status
    assert_headers(response)


@pytest.mark.usefixtures("noon")
def test_refusals_have_them(https: Any, user: User, settings: Any) -> None:
    verify = reverse("token_verify")
    https.force_login(user)
    answers = {
        403: https.get(reverse("schema")),
        413: https.post(verify, b"1" * 200_000, content_type="application/json"),
        415: https.post(verify, b"{}", content_type="text/plain"),
    }
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (1, 60))
    https.post(verify, {}, content_type="application/json")
    answers[429] = https.post(verify, {}, content_type="application/json")
    # It keeps nothing that could be counted.
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    answers[503] = https.post(verify, {}, content_type="application/json")

    for status, response in answers.items():
        assert response.status_code == status
        assert_headers(response)


def test_a_crash_has_them(https: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.views.RootView.get", None)

    response = https.get(reverse("hello"))

    assert response.status_code == 500
    assert_headers(response)


@pytest.mark.usefixtures("files")
def test_static_files_have_them(https: Client, db: None) -> None:
    response = https.get("/static/admin/css/base.css")

    assert response.status_code == 200
    assert_headers(response)
    assert "Access-Control-Allow-Origin" not in response
    response.close()
    assert_headers(https.post("/static/admin/css/base.css"))


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("origins", "policy"),
    [([], "same-origin"), (["https://app.example.com"], "cross-origin")],
)
def test_images_may_be_shown_where_an_origin_is_allowed(
    https: Client, db: None, settings: Any, origins: list[str], policy: str
) -> None:
    settings.CORS_ALLOWED_ORIGINS = origins

    image = https.get("/static/admin/img/icon-yes.svg")

    assert image["Content-Type"].startswith("image/")
    assert image["Cross-Origin-Resource-Policy"] == policy
    image.close()


def test_data_is_neither_shown_nor_cached(https: Client) -> None:
    for path in (reverse("hello"), reverse("me")):
        response = https.get(path)
        assert response["Content-Security-Policy"] == (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_page_uses_files_of_this_service_only(https: Client, db: None) -> None:
    policy = https.get("/admin/login/")["Content-Security-Policy"]

    sources = {word for rule in policy.split("; ") for word in rule.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}


def test_a_view_may_set_its_own() -> None:
    own = {"Cache-Control": "max-age=300", "Content-Security-Policy": "sandbox"}
    own |= {"Cross-Origin-Resource-Policy": "same-site", "Referrer-Policy": "origin"}
    middleware = HeadersMiddleware(lambda request: HttpResponse(headers=own))

    response = middleware(RequestFactory().get("/"))

    assert {name: response[name] for name in own} == own


def test_in_development_djangos_page_about_an_error_is_shown(
    https: Client, settings: Any
) -> None:
    settings.DEBUG = True

    assert https.get("/nope")["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "default-src" in https.get(reverse("hello"))["Content-Security-Policy"]


def test_the_forms_of_the_admin_are_accepted_and_forged_ones_are_not(
    https: Any, user: User
) -> None:
    """Without a Referrer-Policy for it, a browser would send `Origin: null`."""
    user.is_staff = True
    user.save()
    https.handler.enforce_csrf_checks = True
    page = https.get("/admin/login/")
    assert page["Referrer-Policy"] == "same-origin"

    form = {"username": user.get_username(), "password": PASSWORD}
    assert_problem(https.post("/admin/login/", form), 403, "form_refused")

    response = https.post(
        "/admin/login/",
        {**form, "csrfmiddlewaretoken": page.cookies["csrftoken"].value},
        headers={"origin": "https://api.example.com"},
    )
    assert response.status_code == 302
