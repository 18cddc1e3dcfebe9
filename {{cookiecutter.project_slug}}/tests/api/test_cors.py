"""What pages of other origins may do (CORS)."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from rest_framework.test import APIClient

APP = "https://app.example.com"
OTHERS = [
    *["", "*", "null", "http://app.example.com", "https://app.example.com:8443"],
    *["https://app.example.com.evil.example", "https://evilapp.example.com"],
    *["https://x.app.example.com", "https://app.example.com@evil.example", "https://["],
]


@pytest.fixture(autouse=True)
def one_origin(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def preflight(api: APIClient, path: str, origin: str = APP, **asked: str) -> Any:
    headers = {"origin": origin, "access-control-request-method": "POST"}
    for what, value in asked.items():
        headers[f"access-control-request-{what}"] = value
    return api.options(path, headers=headers)


def allowed(response: Any, what: str) -> set[str]:
    return set(response[f"access-control-allow-{what}"].lower().split(", "))


@pytest.mark.parametrize(("name", "status"), [("hello", 200), ("me", 401)])
def test_an_allowed_origin_can_read_responses(
    api: APIClient, name: str, status: int
) -> None:
    response = api.get(reverse(name), headers={"origin": APP})

    assert response.status_code == status
    assert response["access-control-allow-origin"] == APP
    assert response["access-control-expose-headers"] == "Retry-After"
    assert "origin" in response["vary"].lower()


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_origin_is_allowed(api: APIClient, origin: str) -> None:
    for response in (
        api.get(reverse("hello"), headers={"origin": origin}),
        preflight(api, reverse("token_obtain_pair"), origin),
    ):
        assert not any("access-control" in name.lower() for name in response.headers)
        assert "origin" in response["vary"].lower()


def test_a_preflight_response_allows_what_is_needed_for_minutes(api: APIClient) -> None:
    response = preflight(api, reverse("me"), method="PUT", headers="x-evil")

    assert response.status_code == 200
    assert allowed(response, "methods") == {"get", "post", "put", "patch", "delete"}
    assert {"authorization", "content-type"} <= allowed(response, "headers")
    assert not {"x-evil", "*", "cookie", "x-csrftoken"} & allowed(response, "headers")
    assert 0 < int(response["access-control-max-age"]) <= 3600


@pytest.mark.parametrize("path", ["nope", "token", "users/me/x/"])
def test_a_page_can_read_that_a_path_is_unknown(api: APIClient, path: str) -> None:
    url = f"{reverse('hello')}{path}"
    for response, status in (
        (preflight(api, url, method="PATCH"), 200),
        (api.patch(url, headers={"origin": APP}), 404),
    ):
        assert response.status_code == status
        assert response["access-control-allow-origin"] == APP


@pytest.mark.parametrize("path", ["/admin/login/", "/health/live/", "/nope"])
def test_origins_are_allowed_for_the_api_only(client: Any, db: None, path: str) -> None:
    response = client.get(path, headers={"origin": APP})

    assert "access-control-allow-origin" not in response


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CORS_ALLOW_ALL_ORIGINS", True),
        ("CORS_ORIGIN_ALLOW_ALL", True),
        ("CORS_ALLOWED_ORIGIN_REGEXES", [r".*\.example\.com"]),
        ("CORS_ORIGIN_REGEX_WHITELIST", [r".*\.example\.com"]),
        *[
            ("CORS_ALLOWED_ORIGINS", [o])
            for o in ("*", "null", "https://*.example.com")
        ],
        ("CSRF_TRUSTED_ORIGINS", ["https://*.example.com"]),
    ],
)
def test_settings_that_allow_unknown_origins_are_refused(
    settings: Any, name: str, value: Any
) -> None:
    setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=r"api\.E001"):
        call_command("check")
