"""Whose pages may refresh with the browser's cookie, or log it in as somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

OWN = "http://testserver"
APP = "https://app.example.com"
TOKEN_ENDPOINTS = ["token_obtain_pair", "token_refresh"]

Tokens = dict[str, str]


@pytest.fixture(params=TOKEN_ENDPOINTS)
def post(
    request: pytest.FixtureRequest, tokens: Tokens, credentials: dict[str, str]
) -> Callable[..., Any]:
    """Send a request with a good cookie or a good password, and these headers."""
    client = APIClient()
    body = credentials if request.param == "token_obtain_pair" else {}

    def send(**headers: str) -> Any:
        client.cookies["__Host-Http-refresh"] = tokens["refresh"]
        return client.post(
            reverse(request.param),
            body,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
        )

    return send


@pytest.fixture
def send(post: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with the header of our own."""
    return lambda **headers: post(x_requested_with="fetch", **headers)


@pytest.fixture
def app_is_listed(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def refused(response: Any) -> bool:
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "csrf_failed"
    assert not response.cookies
    return True


def test_a_client_that_is_no_browser_needs_the_header(
    post: Callable[..., Any],
) -> None:
    assert refused(post())
    assert refused(post(x_requested_with=" "))
    assert post(x_requested_with="anything").status_code == 200


def test_the_services_own_pages_need_the_header_too(post: Callable[..., Any]) -> None:
    own = {"origin": OWN, "sec_fetch_site": "same-origin"}

    assert refused(post(**own))
    assert post(x_requested_with="fetch", **own).status_code == 200


def test_a_browser_that_does_not_tell_the_relation_is_known_by_the_origin(
    send: Callable[..., Any],
) -> None:
    assert send(origin=OWN).status_code == 200


@pytest.mark.usefixtures("app_is_listed")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin"])
def test_an_origin_of_the_list_is_let_in(send: Callable[..., Any], site: str) -> None:
    assert send(origin=APP, sec_fetch_site=site).status_code == 200


@pytest.mark.usefixtures("app_is_listed")
@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "https://testserver",
        "http://testserver:8000",
        "http://testserver.evil.example",
        "http://eviltestserver",
        "http://x.testserver",
        "http://testserver/",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "https://evilapp.example.com",
        f"{OWN}, https://evil.example",
        f"{APP}, https://evil.example",
    ],
)
@pytest.mark.parametrize("site", [None, "same-origin", "cross-site"])
def test_any_other_origin_is_refused(
    send: Callable[..., Any], origin: str, site: str | None
) -> None:
    told = {"sec_fetch_site": site} if site else {}

    assert refused(send(origin=origin, **told))


@pytest.mark.parametrize(
    "site", ["same-site", "cross-site", "none", "", "Same-Origin", "new"]
)
@pytest.mark.parametrize("origin", [None, OWN])
def test_what_the_browser_calls_foreign_is_refused(
    send: Callable[..., Any], site: str, origin: str | None
) -> None:
    told = {"origin": origin} if origin else {}

    assert refused(send(sec_fetch_site=site, **told))


@pytest.mark.usefixtures("app_is_listed")
def test_nobody_types_a_post_into_the_address_bar(send: Callable[..., Any]) -> None:
    assert refused(send(origin=APP, sec_fetch_site="none"))


def test_a_refused_request_leaves_the_login_as_it_was(
    api: APIClient, tokens: Tokens
) -> None:
    url = reverse("token_refresh")

    assert refused(api.post(url, {}, headers={"origin": "https://evil.example"}))
    # By then nothing is forgiven that was spent.
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert api.post(url, {}).status_code == 200


def test_a_refused_request_does_not_count_as_a_try(
    send: Callable[..., Any], settings: Any
) -> None:
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, (2, 86_400))

    for _ in range(3):
        assert refused(send(origin="https://evil.example"))
    assert send().status_code == 200
