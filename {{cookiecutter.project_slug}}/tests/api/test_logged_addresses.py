"""The log has the address that the limits count, whatever a client claims."""

from typing import Any

import pytest
from django.test import RequestFactory

from api import events
from tests.api.conftest import Lines


@pytest.mark.parametrize(
    ("proxies", "forwarded", "logged"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_can_be_believed(
    lines: Lines, settings: Any, proxies: int, forwarded: str, logged: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded, "x-real-ip": "203.0.113.9"}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)

    events.record(events.LOGIN_FAILED, request=request)

    assert [line["ip"] for line in lines()] == [logged]
