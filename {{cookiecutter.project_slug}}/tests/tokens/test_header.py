"""The refresh token is in the bodies of requests and responses, and not in cookies."""

from typing import Any

from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tests.client import log_in
from tokens.refreshing import ROTATES
from users.models import User


def test_no_cookie_is_set_or_read(api: APIClient, user: User) -> None:
    response = log_in(user)
    for name in ("refresh", "access", "refresh_token"):
        api.cookies[name] = response.json()["refresh"]

    assert not response.cookies
    missing = api.post(reverse("token_refresh"), {})
    assert missing.status_code == 400
    assert list(missing.json()["errors"]) == ["refresh"]


def test_pages_of_other_origins_send_no_cookies(api: APIClient, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]

    response = api.get(reverse("hello"), headers={"origin": "https://app.example.com"})

    assert "access-control-allow-origin" in response
    assert "access-control-allow-credentials" not in response


def test_the_schema_has_the_refresh_token_in_the_bodies() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    login = schema["paths"][reverse("token_obtain_pair")]["post"]
    refresh = schema["paths"][reverse("token_refresh")]["post"]

    def has_token(body: Any) -> bool:
        reference = body["content"]["application/json"]["schema"]["$ref"]
        name = reference.rpartition("/")[2]
        return "refresh" in schema["components"]["schemas"][name]["properties"]

    assert has_token(login["responses"]["200"])
    assert has_token(refresh["requestBody"])
    assert has_token(refresh["responses"]["200"]) is ROTATES
