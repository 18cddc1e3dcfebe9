from typing import Any

import pytest

from tests.api.conftest import assert_problem


@pytest.fixture(autouse=True)
def only_one_host(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["api.example.com"]


@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "not a host"])
def test_a_probe_is_answered_at_any_address(
    client: Any, db: None, path: str, host: str
) -> None:
    response = client.get(path, headers={"host": host})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/health/", "/health/live", "/health/live/x", "/"])
def test_nothing_else_is(client: Any, path: str) -> None:
    assert client.get(path, headers={"host": "127.0.0.1:8000"}).status_code == 400


@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
def test_a_probe_changes_nothing(client: Any, path: str) -> None:
    response = client.post(path, headers={"host": "127.0.0.1"})

    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"
