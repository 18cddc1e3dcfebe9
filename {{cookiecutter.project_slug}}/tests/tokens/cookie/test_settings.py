"""The cookie is safe everywhere but in development, where it cannot be."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from rest_framework.test import APIClient


def test_development_over_plain_http_has_a_cookie_of_another_name(
    api: APIClient, credentials: dict[str, str], settings: Any
) -> None:
    settings.REFRESH_COOKIE_NAME = "refresh"
    settings.REFRESH_COOKIE_SECURE = False

    cookie = api.post(reverse("token_obtain_pair"), credentials).cookies["refresh"]

    assert cookie["secure"] == ""
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert api.post(reverse("token_refresh"), {}).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REFRESH_COOKIE_SECURE", False),
        ("REFRESH_COOKIE_NAME", "refresh"),
        ("REFRESH_COOKIE_NAME", "__Host-refresh"),
    ],
)
def test_an_unsafe_cookie_is_refused_outside_development(
    settings: Any, name: str, value: Any
) -> None:
    setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=r"tokens\.E030"):
        call_command("check")
    settings.DEBUG = True
    call_command("check")
