"""A proxy that speaks HTTPS, and of which the service was told nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.conftest import Lines, assert_problem


@pytest.mark.parametrize("path", ["/admin/", reverse("hello")])
@pytest.mark.parametrize(
    ("headers", "proxies", "advice"),
    [
        ({"x-forwarded-proto": "https"}, None, "TRUSTED_PROXIES is the number"),
        ({}, "HTTP_X_FORWARDED_PROTO", "has to set X-Forwarded-Proto to https"),
    ],
)
def test_a_proxy_that_is_not_trusted_or_says_nothing_is_named_once(
    settings: Any,
    lines: Lines,
    path: str,
    headers: dict[str, str],
    proxies: str | None,
    advice: str,
) -> None:
    """A redirect would come back here: the browser did speak HTTPS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [""]
    client = Client()
    settings.SECURE_PROXY_SSL_HEADER = (proxies, "https") if proxies else None
    for _ in range(2):
        assert_problem(client.get(path, headers=headers), 403, "https_required")

    [line] = [line for line in lines() if line["logger"] == "api.https"]
    assert advice in line["event"]
