"""Attempts to log in, at noon and with a limit of five a minute."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import transport
from tests.api.conftest import LOGIN
from users.models import User

HOME = "192.0.2.1"
ELSEWHERE = "198.51.100.7"
WRONG = "wrong"


@pytest.fixture(autouse=True)
def limited(five_a_minute: None) -> None:
    pass


def log_in(
    account: Any,
    password: str = WRONG,
    address: str = HOME,
    headers: dict[str, str] | None = None,
) -> Any:
    client: Any = transport.new_client()
    body = {User.USERNAME_FIELD: account, "password": password}
    return client.post(LOGIN, body, REMOTE_ADDR=address, headers=headers)


def admin_log_in(client: Any, name: str, password: str, address: str = HOME) -> Any:
    form = {"username": name, "password": password}
    return client.post("/admin/login/", form, REMOTE_ADDR=address)


def addresses(network: str = "203.0.113") -> Iterator[str]:
    """Return addresses of different clients."""
    return (f"{network}.{number}" for number in range(1, 255))


def statuses(accounts: list[Any], network: str = "203.0.113") -> list[int]:
    """Attempt to log in to each account from an address of its own."""
    return [
        log_in(account, address=address).status_code
        for account, address in zip(accounts, addresses(network), strict=False)
    ]
