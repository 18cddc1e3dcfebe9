from typing import Any

import pytest
from django.db import OperationalError

from tests.api.conftest import assert_problem

PROBES = ["/health/live/", "/health/ready/"]


@pytest.fixture(autouse=True)
def only_one_host(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["api.example.com"]


@pytest.mark.parametrize("path", PROBES)
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "not a host"])
def test_a_probe_is_answered_at_any_address(
    client: Any, db: None, path: str, host: str
) -> None:
    response = client.get(path, headers={"host": host})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/health/", "/health/live", "/health/live/x", "/"])
def test_other_paths_check_the_host(client: Any, path: str) -> None:
    assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 400


def test_without_a_database_the_service_is_live_and_not_ready(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("api.views.connection.cursor", refuse)

    assert client.get("/health/live/").status_code == 200
    response = client.get("/health/ready/")
    assert_problem(response, 503, "not_ready")
    assert b"refused" not in response.content
