"""Attempts with a second factor are limited by account."""

from typing import Any

from tests.api.conftest import Lines, assert_problem
from tests.client import log_in
from tests.second_factor.conftest import App, challenge_of, later, log_in_with, prove
from users.models import User


def test_the_attempts_are_limited_by_account(
    app: App, user: User, settings: Any, lines: Lines
) -> None:
    """Over all challenges."""
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"second_factor": (6, 3600)}
    issued = [challenge_of(user), challenge_of(user)]
    for challenge in issued * 3:
        assert prove(challenge, code="x").status_code == 401

    response = prove(issued[0], code=app.code())

    assert_problem(response, 429, "throttled")
    assert response["Retry-After"] == "3600"
    assert any(line.get("scope") == "second_factor" for line in lines())
    with later(3600):
        assert log_in_with(user, code=app.code()).status_code == 200


def test_success_resets_the_limit(app: App, user: User, settings: Any) -> None:
    limit = {"second_factor": (2, 3600)}
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | limit
    for number in range(4):
        with later(30 * number):
            assert log_in_with(user, code="x").status_code == 401
            assert log_in_with(user, code=app.code()).status_code == 200


def test_a_stranger_without_the_password_cannot_use_the_limit_up(
    app: App, user: User, settings: Any
) -> None:
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"second_factor": (3, 3600)}
    for _ in range(10):
        assert log_in(user, password="wrong").status_code == 401
        assert prove("guessed", code="000000").status_code == 401

    assert log_in_with(user, code=app.code()).status_code == 200
