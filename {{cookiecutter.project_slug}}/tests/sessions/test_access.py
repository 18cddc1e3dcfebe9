"""Both tokens of a session are refused as soon as it is ended."""

from datetime import datetime, timezone
from typing import Any

import pytest
from django.db.models.sql.compiler import SQLCompiler, SQLUpdateCompiler

from api.throttling import has_several_names
from tests import transport
from tests.client import (
    Tokens,
    change_password,
    log_in,
    me,
    new_tokens,
    refresh,
    refreshed,
    verify,
)
from tests.races import after_password_check, set_password
from tests.sessions.conftest import statuses
from tests.tokens.forgery import altered, refused
from tests.tokens.test_revocation import log_out
from tokens.models import Session
from tokens.statements import FIND_USER, Statement
from users.models import User


@pytest.mark.parametrize("is_new", [False, True])
def test_after_a_logout_all_tokens_of_the_session_are_refused(
    tokens: Tokens, is_new: bool
) -> None:
    """Also an access token with another valid signature."""
    newer = tokens | refreshed(tokens["refresh"])

    log_out((newer if is_new else tokens)["refresh"])

    for pair in (tokens, newer):
        for send, token in (
            (me, pair["access"]),
            (me, altered(pair["access"])),
            (verify, pair["access"]),
            (refresh, pair["refresh"]),
        ):
            response = send(token)
            assert refused(response)
            assert response.content == send("garbage").content


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("atomic_requests")
def test_a_change_of_the_password_ends_all_sessions_and_starts_one(user: User) -> None:
    this, other = new_tokens(user), new_tokens(user)

    response = change_password(this["access"])

    assert response.status_code == 200
    assert statuses(this) == statuses(other) == (401, 401)
    assert statuses(transport.tokens_in(response)) == (200, 200)


def test_a_login_during_a_change_of_the_password_leaves_no_session(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_password_check(monkeypatch, set_password)

    assert log_in(user).status_code == 401
    assert not Session.objects.exists()


def test_a_login_takes_three_queries_a_request_one_and_a_refresh_two(
    user: User,
    tokens: Tokens,
    settings: Any,
    profile_queries: int,
    authentication_queries: int,
    django_assert_num_queries: Any,
) -> None:
    settings.CUSTOM_CLAIMS = {"groups": "groups", "staff": "is_staff"}

    # The user, the session and the groups; the user again, if a user has several names.
    more = has_several_names() + profile_queries + authentication_queries
    with django_assert_num_queries(3 + more):
        log_in(user)
    # The session with its user.
    with django_assert_num_queries(1 + profile_queries):
        me(tokens["access"])
    # The session with its user and the groups, and the update of the session.
    with django_assert_num_queries(2):
        refresh(tokens["refresh"])


def test_the_statements_of_a_request_a_refresh_and_a_logout_are_compiled_once(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = []
    for compiler in (SQLCompiler, SQLUpdateCompiler):
        as_sql = compiler.as_sql

        def counted(self: Any, *args: Any, as_sql: Any = as_sql, **kwargs: Any) -> Any:
            if self.query.model is Session:
                compiled.append(self.query)
            return as_sql(self, *args, **kwargs)

        monkeypatch.setattr(compiler, "as_sql", counted)

    for _ in range(2):
        compiled.clear()
        assert me(tokens["access"]).status_code == 200
        tokens = tokens | refreshed(tokens["refresh"])
    assert not compiled

    log_out(tokens["refresh"])
    compiled.clear()
    log_out(tokens["refresh"])
    assert not compiled


def test_a_statement_accepts_the_datetime_of_a_library_that_moves_the_clock(
    session: Session,
) -> None:
    class Moved(datetime):
        pass

    moved = Moved.fromtimestamp(session.created_at.timestamp(), tz=timezone.utc)

    rows = Statement(FIND_USER.build).rows(
        "default", session_id=session.pk, user_id=session.user_id, now=moved
    )
    assert len(rows) == 1
