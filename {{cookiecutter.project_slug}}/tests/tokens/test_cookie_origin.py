"""Only pages of allowed origins can refresh with the cookie, log in or log out."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.test import APIClient

from tests.api.conftest import assert_problem
from tests.client import Tokens, after

NAME = "__Host-Http-refresh"
OWN = "http://testserver"
APP = "https://app.example.com"
TOKEN_ENDPOINTS = ["token_obtain_pair", "token_refresh"]

Post = Callable[..., Any]


@pytest.fixture(params=TOKEN_ENDPOINTS)
def post(
    request: pytest.FixtureRequest, tokens: Tokens, credentials: dict[str, str]
) -> Post:
    """Send a valid cookie or a valid password, with these headers."""
    client = APIClient()
    client.cookies[NAME] = tokens["refresh"]
    body = credentials if request.param == "token_obtain_pair" else {}

    def send(**headers: str | None) -> Any:
        return client.post(
            reverse(request.param),
            body,
            headers={
                name.replace("_", "-"): text
                for name, text in headers.items()
                if text is not None
            },
        )

    return send


@pytest.fixture
def send(post: Post) -> Post:
    """The same, with the required header."""
    return lambda **headers: post(x_requested_with="fetch", **headers)


@pytest.fixture
def app_is_allowed(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def refused(response: Any) -> bool:
    assert_problem(response, 403, "csrf_failed")
    assert not response.cookies
    return True


@pytest.mark.parametrize(
    "browser", [{}, {"origin": OWN, "sec_fetch_site": "same-origin"}, {"origin": OWN}]
)
def test_the_header_is_required_also_from_the_same_origin(
    post: Post, browser: dict[str, str]
) -> None:
    assert refused(post(**browser))
    assert refused(post(x_requested_with=" ", **browser))
    assert post(x_requested_with="anything", **browser).status_code == 200


@pytest.mark.usefixtures("app_is_allowed")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", None])
def test_an_allowed_origin_is_accepted(send: Post, site: str | None) -> None:
    assert send(origin=APP, sec_fetch_site=site).status_code == 200


@pytest.mark.usefixtures("app_is_allowed")
@pytest.mark.parametrize("site", [None, "same-origin", "cross-site"])
@pytest.mark.parametrize(
    "origin",
    [
        *("null", "", "https://evil.example", "https://testserver"),
        *("http://testserver:8000", "http://testserver/", "http://x.testserver"),
        *("http://testserver.evil.example", "http://eviltestserver"),
        *("http://app.example.com", "https://app.example.com:8443"),
        *("https://app.example.com.evil.example", "https://evilapp.example.com"),
        *(f"{OWN}, https://evil.example", f"{APP}, https://evil.example"),
    ],
)
def test_another_origin_is_refused(send: Post, origin: str, site: str | None) -> None:
    assert refused(send(origin=origin, sec_fetch_site=site))


@pytest.mark.usefixtures("app_is_allowed")
@pytest.mark.parametrize(
    ("origin", "site"),
    [
        *((None, site) for site in ("same-site", "cross-site", "none", "", "new")),
        *((OWN, site) for site in ("same-site", "cross-site", "none", "", "new")),
        (OWN, "Same-Origin"),
        (APP, "none"),
    ],
)
def test_a_request_that_the_browser_calls_cross_site_is_refused(
    send: Post, origin: str | None, site: str
) -> None:
    assert refused(send(origin=origin, sec_fetch_site=site))


def test_a_refused_request_does_not_use_the_refresh_token(
    api: APIClient, tokens: Tokens
) -> None:
    url = reverse("token_refresh")

    assert refused(api.post(url, {}, headers={"origin": "https://evil.example"}))
    # After the grace period.
    with after(61):
        assert api.post(url, {}).status_code == 200


def test_a_refused_request_is_not_counted_as_an_attempt(
    send: Post, settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (2, 86_400))

    for _ in range(3):
        assert refused(send(origin="https://evil.example"))
    assert send().status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
        *("text/plain", "text/plain; application/json", "application/jsonp", ""),
    ],
)
def test_the_content_types_of_forms_are_refused_even_with_a_parser_for_them(
    api: APIClient, tokens: Tokens, monkeypatch: Any, content_type: str
) -> None:
    monkeypatch.setattr(
        "tokens.views.RefreshTokenView.parser_classes", [FormParser, MultiPartParser]
    )

    for name, data in product(TOKEN_ENDPOINTS, ["", '{"a": "b"}']):
        response = api.generic("POST", reverse(name), data, content_type=content_type)
        assert_problem(response, 415, "unsupported_media_type")
        assert not response.cookies


@pytest.mark.usefixtures("app_is_allowed")
def test_the_preflight_of_an_allowed_origin_allows_cookies_and_the_header(
    api: APIClient,
) -> None:
    response = api.options(
        reverse("token_refresh"),
        headers={"origin": APP, "access-control-request-method": "POST"},
    )

    assert response["access-control-allow-origin"] == APP
    assert response["access-control-allow-credentials"] == "true"
    assert response["access-control-allow-headers"].split(", ") == [
        "authorization",
        "content-type",
        "x-requested-with",
    ]
