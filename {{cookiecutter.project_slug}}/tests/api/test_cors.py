"""Pages of other origins: what browsers let them do, and what not."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from rest_framework.test import APIClient

APP = "https://app.example.com"


@pytest.fixture(autouse=True)
def one_origin(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def preflight(api: APIClient, name: str, origin: str = APP, **asked: str) -> Any:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    for what, value in asked.items():
        headers[f"access-control-request-{what}"] = value
    return api.options(reverse(name), headers=headers)


def granted(response: Any, what: str) -> set[str]:
    return set(response[f"access-control-allow-{what}"].lower().split(", "))


def test_an_origin_of_the_list_may_read(api: APIClient) -> None:
    response = api.get(reverse("hello"), headers={"origin": APP})

    assert response["access-control-allow-origin"] == APP
    assert "origin" in response["vary"].lower()


def test_a_page_may_read_when_to_try_again(api: APIClient) -> None:
    response = api.get(reverse("hello"), headers={"origin": APP})

    assert response["access-control-expose-headers"] == "Retry-After"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "*",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "https://evilapp.example.com",
        "https://example.com",
        "https://x.app.example.com",
        "https://app.example.com@evil.example",
        "https://[",
    ],
)
def test_no_other_origin_may(api: APIClient, origin: str) -> None:
    for response in (
        api.get(reverse("hello"), headers={"origin": origin}),
        preflight(api, "token_obtain_pair", origin),
    ):
        assert not any("access-control" in name.lower() for name in response.headers)
        assert "origin" in response["vary"].lower()


def test_an_error_can_be_read_too(api: APIClient) -> None:
    response = api.get(reverse("me"), headers={"origin": APP})

    assert response.status_code == 401
    assert response["access-control-allow-origin"] == APP


def test_each_method_of_an_api_is_granted(api: APIClient) -> None:
    response = preflight(api, "me", method="PUT")

    assert response.status_code == 200
    assert granted(response, "methods") == {"get", "post", "put", "patch", "delete"}


@pytest.mark.parametrize("path", ["nope", "nope/", "token", "users/me/x/"])
def test_a_page_can_read_that_there_is_no_such_path(api: APIClient, path: str) -> None:
    url = f"{reverse('hello')}{path}"
    headers = {"origin": APP, "access-control-request-method": "PATCH"}
    for response, status in (
        (api.options(url, headers=headers), 200),
        (api.patch(url, headers={"origin": APP}), 404),
    ):
        assert response.status_code == status
        assert response["access-control-allow-origin"] == APP


def test_no_header_is_granted_but_the_few_that_are_needed(api: APIClient) -> None:
    response = preflight(api, "token_obtain_pair", headers="x-evil")

    assert {"authorization", "content-type"} <= granted(response, "headers")
    assert not {"x-evil", "*", "cookie", "x-csrftoken"} & granted(response, "headers")


def test_what_was_granted_is_forgotten_soon(api: APIClient) -> None:
    response = preflight(api, "token_obtain_pair")

    assert 0 < int(response["access-control-max-age"]) <= 3600


@pytest.mark.parametrize("path", ["/admin/login/", "/health/live/", "/nope"])
def test_the_list_is_for_the_api_only(client: Any, db: None, path: str) -> None:
    response = client.get(path, headers={"origin": APP})

    assert "access-control-allow-origin" not in response


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CORS_ALLOW_ALL_ORIGINS", True),
        ("CORS_ORIGIN_ALLOW_ALL", True),
        ("CORS_ALLOWED_ORIGIN_REGEXES", [r".*\.example\.com"]),
        ("CORS_ORIGIN_REGEX_WHITELIST", [r".*\.example\.com"]),
        ("CORS_ALLOWED_ORIGINS", ["*"]),
        ("CORS_ALLOWED_ORIGINS", ["null"]),
        ("CORS_ALLOWED_ORIGINS", ["https://*.example.com"]),
        ("CSRF_TRUSTED_ORIGINS", ["https://*.example.com"]),
    ],
)
def test_settings_that_let_unknown_origins_in_are_refused(
    settings: Any, name: str, value: Any
) -> None:
    setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=r"api\.E001"):
        call_command("check")
