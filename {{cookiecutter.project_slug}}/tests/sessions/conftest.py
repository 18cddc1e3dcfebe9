import pytest
from django.db import connection

from tests.client import Tokens, me, refresh
from tokens.models import Session


@pytest.fixture
def session(tokens: Tokens) -> Session:
    """The session of `tokens`."""
    return Session.objects.get()


@pytest.fixture
def atomic_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)


def statuses(tokens: Tokens) -> tuple[int, int]:
    """Use an access token and a refresh token, and return the status of each response."""
    return me(tokens["access"]).status_code, refresh(tokens["refresh"]).status_code
