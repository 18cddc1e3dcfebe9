"""The use of a refresh token that was already used ends its session."""

from collections.abc import Callable

import pytest

from tests.client import Tokens, new_tokens, refresh, refreshed
from tests.conftest import LEFT_OUT
from tests.sessions.conftest import statuses
from tokens.models import EndReason, Session
from users.models import User


def test_reuse_of_a_refresh_token_ends_its_session_and_no_other(
    user: User, tokens: Tokens, session: Session
) -> None:
    other = new_tokens(user)
    first = refreshed(tokens["refresh"])
    second = refreshed(first["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401

    for pair in (first, second, tokens):
        assert statuses(pair) == (401, 401)
    assert statuses(other) == (200, 200)
    session.refresh_from_db()
    assert session.end_reason == EndReason.REUSE


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("atomic_requests")
def test_reuse_ends_the_session_when_requests_are_transactions(
    tokens: Tokens, session: Session
) -> None:
    refreshed(refreshed(tokens["refresh"])["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401

    session.refresh_from_db()
    assert session.ended_at is not None


@pytest.mark.parametrize(
    ("refreshes", "generation"),
    [(0, 1), (0, -1), (0, "0"), (0, LEFT_OUT), (1, True), (1, 1.0)],
)
def test_a_generation_that_was_not_issued_is_refused(
    tokens: Tokens, altered: Callable[..., str], refreshes: int, generation: object
) -> None:
    token = tokens["refresh"]
    for _ in range(refreshes):
        token = refreshed(token)["refresh"]

    assert refresh(altered(token, gen=generation)).status_code == 401


def test_the_tokens_of_a_session_that_does_not_exist_are_refused(
    tokens: Tokens, session: Session
) -> None:
    session.delete()

    assert statuses(tokens) == (401, 401)


def test_reuse_is_recorded_once_with_the_session_and_without_a_token(
    tokens: Tokens, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    refreshed(refreshed(tokens["refresh"])["refresh"])
    for _ in range(2):
        refresh(tokens["refresh"])

    lines = [f"{line.levelname} {line.getMessage()}" for line in caplog.records]
    [reuse] = [line for line in lines if "authn_token_reuse" in line]
    assert reuse.startswith("WARNING ")
    for value in (session.pk, session.user_id, session.ip_address):
        assert str(value) in reuse
    assert not any(tokens["refresh"] in line for line in lines)
