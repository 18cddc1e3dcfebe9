"""A user with an authenticator app, and what the app and the user send."""

import time
from base64 import b32decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests import transport
from tests.api.conftest import NOON, Lines, five_a_minute, lines, stop_cache
from tests.client import log_in, new_tokens, with_token
from users.models import User

__all__ = ["five_a_minute", "lines", "stop_cache"]

FACTORS = reverse("factors")


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """Stop the clock: no code expires while a test runs."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


class App:
    """An authenticator app, which knows its secret and the time."""

    def __init__(self, secret: str) -> None:
        self.totp = TOTP(b32decode(secret), 6, SHA1(), 30)  # noqa: S303

    def code(self, later: int = 0) -> str:
        """Return the code that is right in this many seconds."""
        return self.totp.generate(int(time.time()) + later).decode()


def add_app(client: APIClient) -> tuple[App, list[str]]:
    """Add an authenticator app; return it, and the recovery codes of the response."""
    began = client.post(reverse("totp"))
    assert began.status_code == 200
    app = App(began.json()["secret"])
    # An earlier code, so that the current one can still be used.
    response = client.post(reverse("totp_confirm"), {"code": app.code(-30)})
    assert response.status_code == 200, response.content
    return app, response.json()["recovery_codes"]


@pytest.fixture
def access(user: User, noon: Any) -> str:
    """The access token of a login without a second factor."""
    return str(new_tokens(user)["access"])


@pytest.fixture
def client(access: str) -> APIClient:
    return with_token(access)


@pytest.fixture
def enrolled(client: APIClient) -> tuple[App, list[str]]:
    return add_app(client)


@pytest.fixture
def app(enrolled: tuple[App, list[str]]) -> App:
    return enrolled[0]


@pytest.fixture
def recovery_codes(enrolled: tuple[App, list[str]]) -> list[str]:
    return enrolled[1]


def challenge_of(user: User) -> str:
    """Log in with the password, and return the challenge of the response."""
    response = log_in(user)
    assert response.status_code == 401, response.content
    return str(response.json()["challenge"])


def prove(challenge: str, **proof: Any) -> Any:
    body = {"challenge": challenge, **proof}
    return transport.new_client().post(reverse("second_factor"), body)


def log_in_with(user: User, **proof: Any) -> Any:
    return prove(challenge_of(user), **proof)


def later(seconds: float) -> time_machine.travel:
    """Stop the clock this many seconds after noon."""
    return time_machine.travel(NOON + timedelta(seconds=seconds), tick=False)


def access_with(user: User, app: App) -> str:
    response = log_in_with(user, code=app.code())
    assert response.status_code == 200
    return str(transport.tokens_in(response)["access"])


def changes(lines: Lines) -> list[str]:
    return [
        line["change"] for line in lines() if line["event"] == "second_factor_changed"
    ]


@pytest.fixture
def staff(app: App, user: User) -> User:
    """A superuser with an authenticator app."""
    User.objects.update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def browser() -> Client:
    return Client()
