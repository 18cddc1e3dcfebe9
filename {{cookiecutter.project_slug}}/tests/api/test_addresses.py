from ipaddress import ip_address
from typing import Any

import pytest
from django.test import RequestFactory

from api.addresses import client_address

DIRECT = "192.0.2.1"


def address(direct: str = DIRECT, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(
        RequestFactory().get("/", REMOTE_ADDR=direct, headers=headers)
    )


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.7", DIRECT),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        (2, "10.9.9.9, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "198.51.100.7", DIRECT),
        (3, "198.51.100.7, 203.0.113.9", DIRECT),
        (1, None, DIRECT),
        (1, "", DIRECT),
        (1, "198.51.100.7,", DIRECT),
        (1, "198.51.100.7, unknown", DIRECT),
        (-1, "198.51.100.7", DIRECT),
        (2, "198.51.100.7:1 , 203.0.113.9:2", "198.51.100.7"),
        (1, "[2001:db8::7]:443", "2001:db8::7"),
        (1, "[::ffff:198.51.100.7]:65535", "198.51.100.7"),
        (1, "198.51.100.7:", DIRECT),
        (1, "198.51.100.7:123456", DIRECT),
        (1, "[198.51.100.7:80", DIRECT),
        (1, "[unknown]:80", DIRECT),
    ],
)
def test_proxies_are_counted_from_the_right(
    settings: Any, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies

    assert address(forwarded=forwarded) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("fe80::1%a\n{}", "fe80::1"),
        (" 1.2.3.4\t", "1.2.3.4"),
    ],
)
def test_an_address_has_one_spelling(settings: Any, text: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = 1

    assert address(direct=text) == address(forwarded=text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "unix:", "1.2.3", "01.2.3.4", "[::1]", "1.2.3.4\x00", "\u0661.2.3.4"],
)
def test_an_invalid_address_is_empty(settings: Any, text: str) -> None:
    assert address(direct=text) == ""

    settings.TRUSTED_PROXIES = 1
    assert ip_address(address(forwarded=text)) == ip_address(DIRECT)
