"""Asking for an account takes the same time for every address."""

from typing import Any

import pytest

from api import background
from tests.users.registration.conftest import Call
from users.models import User


def test_before_the_answer_nothing_is_looked_up(
    register: Call,
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    settings: Any,
) -> None:
    settings.BACKGROUND_THREADS = 2
    later: list[Any] = []
    monkeypatch.setattr(background.executor, "submit", lambda *task: later.append(task))

    with django_assert_num_queries(0):
        for address in (user.email, "nobody@example.com"):
            assert register(address).status_code == 202

    assert len(later) == 2
