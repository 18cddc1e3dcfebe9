import re
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.urls import reverse
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient, APIRequestFactory

from tests.endpoints import PREFIX, described, ours

# What one does before one has a token: all of it is posted, but for the door itself.
OPEN = re.compile(
    r"get |post ((\w+-)?token/(\w+/)?|[\w-]+/login/|users/(\w+-\w+/)?"
    r"|users/password/(?!change/)[\w/]+)"
)


def test_the_door_is_public_and_says_where_to_go(api: APIClient) -> None:
    response = api.get(reverse("hello"), headers={"authorization": "Bearer garbage"})

    assert response.status_code == 200
    body = response.json()
    assert body["name"] == settings.PROJECT_NAME
    assert settings.SPECTACULAR_SETTINGS["VERSION"] not in response.text
    assert body["links"]["log in"] == f"http://testserver{reverse('token_obtain_pair')}"


def test_everything_else_asks_for_a_token() -> None:
    views = ours()
    closed = [
        (method, path)
        for path, operations in described().items()
        for method in operations
        if not OPEN.fullmatch(f"{method} {path.removeprefix(PREFIX)}")
        if AllowAny not in views[path].cls.permission_classes
    ]

    assert closed
    for method, path in closed:
        request = getattr(APIRequestFactory(), method)("/")
        assert views[path](request).status_code == 401, (method, path)


def test_health_is_told(client: Any, db: None) -> None:
    for name in ("live", "ready"):
        response = client.get(f"/health/{name}/")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_without_a_database_the_service_is_alive_and_not_ready(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("api.health.connection.cursor", refuse)

    assert client.get("/health/live/").status_code == 200
    response = client.get("/health/ready/")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert b"refused" not in response.content
