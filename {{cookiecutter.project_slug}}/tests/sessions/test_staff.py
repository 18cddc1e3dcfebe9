"""What staff can do: in the admin, and on the command line."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tokens.management.commands import clear_expired_sessions
from tokens.models import EndReason, Session
from users.models import User

Tokens = dict[str, str]


def command(name: str, **options: Any) -> str:
    output = StringIO()
    call_command(name, stdout=output, **options)
    return output.getvalue()


def test_the_admin_shows_sessions_and_changes_nothing(
    admin_client: Any, session: Session
) -> None:
    listed = admin_client.get(reverse("admin:tokens_session_changelist"))
    assert session.user.get_username() in listed.content.decode()

    change = reverse("admin:tokens_session_change", args=[session.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"generation": 7}).status_code == 403
    assert admin_client.get(reverse("admin:tokens_session_add")).status_code == 403


def test_many_sessions_of_a_user_are_found_in_as_many_queries_as_one(
    admin_client: Any, session: Session, log_in: Callable[[], Tokens]
) -> None:
    def found(name: str) -> tuple[int, int]:
        listed = reverse("admin:tokens_session_changelist")
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(listed, {"q": name})
        return page.context["cl"].result_count, len(queries)

    one, queries = found(session.user.get_username())
    log_in()
    log_in()

    assert one == 1
    assert found(session.user.get_username()) == (3, queries)
    assert found("nobody")[0] == 0


def test_the_admin_ends_selected_sessions(
    admin_client: Any, tokens: Tokens, session: Session, me: Callable[[str], Any]
) -> None:
    admin_client.post(
        reverse("admin:tokens_session_changelist"),
        {"action": "end_selected", "_selected_action": [str(session.pk)]},
    )

    session.refresh_from_db()
    assert session.end_reason == EndReason.STAFF
    assert me(tokens["access"]).status_code == 401


def test_who_may_only_look_cannot_end(
    client: Any, session: Session, user: User
) -> None:
    user.is_staff = True
    user.save()
    user.user_permissions.add(
        Permission.objects.get(
            codename="view_session", content_type__app_label="tokens"
        )
    )
    client.force_login(user)

    client.post(
        reverse("admin:tokens_session_changelist"),
        {"action": "end_selected", "_selected_action": [str(session.pk)]},
    )

    session.refresh_from_db()
    assert session.ended_at is None


@pytest.mark.parametrize(
    ("label", "codename", "status", "left"),
    [("tokens", "delete_session", 403, 1), ("users", "delete_user", 302, 0)],
)
def test_sessions_are_deleted_by_who_may_delete_users(
    client: Client,
    session: Session,
    user: User,
    label: str,
    codename: str,
    status: int,
    left: int,
) -> None:
    user.is_staff = True
    user.save()
    right = Permission.objects.get(codename=codename, content_type__app_label=label)
    user.user_permissions.add(right)
    client.force_login(user)

    path = reverse("admin:tokens_session_delete", args=[session.pk])

    assert client.post(path, {"post": "yes"}).status_code == status
    assert Session.objects.count() == left


def test_a_command_ends_the_sessions_of_a_user(
    tokens: Tokens,
    log_in: Callable[[], Tokens],
    user: User,
    me: Callable[[str], Any],
) -> None:
    log_in()

    assert command("end_sessions", user=user.get_username()) == "Ended sessions: 2\n"
    assert me(tokens["access"]).status_code == 401


def test_a_user_who_is_not_there_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="There is no user 'nobody'"):
        command("end_sessions", user="nobody")


def test_a_command_deletes_what_has_expired(
    session: Session, log_in: Callable[[], Tokens]
) -> None:
    with time_machine.travel(session.expires_at + timedelta(seconds=1)):
        log_in()
        assert command("clear_expired_sessions") == "Deleted sessions: 1\n"
    assert Session.objects.exclude(pk=session.pk).count() == 1


def test_the_purge_goes_batch_by_batch(
    session: Session,
    log_in: Callable[[], Tokens],
    django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clear_expired_sessions, "BATCH", 2)
    for _ in range(6):
        log_in()
    with (
        time_machine.travel(session.expires_at + timedelta(hours=1)),
        django_assert_max_num_queries(9),
    ):
        assert command("clear_expired_sessions") == "Deleted sessions: 7\n"
