"""The refresh token where it travels in JSON: in bodies, and nowhere else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient


def test_a_missing_token_is_named(api: APIClient) -> None:
    response = api.post(reverse("token_refresh"), {})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["refresh"]


def test_no_cookie_is_set_or_looked_at(
    api: APIClient, credentials: dict[str, str]
) -> None:
    response = api.post(reverse("token_obtain_pair"), credentials)

    assert not response.cookies
    for name in ("refresh", "access", "refresh_token"):
        api.cookies[name] = response.json()["refresh"]
    assert api.post(reverse("token_refresh"), {}).status_code == 400


def test_pages_of_other_origins_send_no_credentials(
    api: APIClient, settings: Any
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]

    response = api.get(reverse("hello"), headers={"origin": "https://app.example.com"})

    assert "access-control-allow-origin" in response
    assert "access-control-allow-credentials" not in response


def test_the_description_has_it_in_the_bodies() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)

    def has_it(name: str, part: Callable[[Any], Any]) -> bool:
        found = part(schema["paths"][reverse(name)]["post"])
        reference = found["content"]["application/json"]["schema"]["$ref"]
        body = schema["components"]["schemas"][reference.rpartition("/")[2]]
        return "refresh" in body["properties"]

    def answer(post: Any) -> Any:
        return post["responses"]["200"]

    assert has_it("token_obtain_pair", answer)
    assert has_it("token_refresh", lambda post: post["requestBody"])
    rotates = settings.SIMPLE_JWT.get("ROTATE_REFRESH_TOKENS", False)
    assert has_it("token_refresh", answer) is rotates
