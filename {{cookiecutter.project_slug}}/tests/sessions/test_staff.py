"""Sessions in the admin, and the management commands."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.client import Tokens, after, me, new_tokens
from tests.conftest import make_user
from tests.tokens.forgery import LIFETIMES
from tokens.management.commands import clear_expired_sessions
from tokens.models import EndReason, Session
from users.models import User

SESSIONS = reverse("admin:tokens_session_changelist")


def staff_with(permission: str) -> Client:
    """Return a client of a member of staff who has one permission."""
    label, codename = permission.split(".")
    staff = make_user("staff@example.com", is_staff=True)
    staff.user_permissions.add(
        Permission.objects.get(content_type__app_label=label, codename=codename)
    )
    client = Client()
    client.force_login(staff)
    return client


def command(name: str, **options: Any) -> str:
    output = StringIO()
    call_command(name, stdout=output, **options)
    return output.getvalue()


def test_the_admin_shows_sessions_and_changes_none(
    admin_client: Client, session: Session
) -> None:
    assert session.user.get_username() in admin_client.get(SESSIONS).content.decode()
    change = reverse("admin:tokens_session_change", args=[session.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"generation": 7}).status_code == 403
    assert admin_client.get(reverse("admin:tokens_session_add")).status_code == 403


def test_a_search_in_the_admin_takes_as_many_queries_for_many_sessions_as_for_one(
    admin_client: Any, session: Session, user: User
) -> None:
    def search(name: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(SESSIONS, {"q": name})
        return page.context["cl"].result_count, len(queries)

    one, queries = search(user.get_username())
    new_tokens(user)
    new_tokens(user)

    assert (one, search("unknown")[0]) == (1, 0)
    assert search(user.get_username()) == (3, queries)


@pytest.mark.parametrize(
    ("permission", "reason", "status"),
    [
        ("tokens.view_session", "", 200),
        ("tokens.change_session", EndReason.STAFF, 401),
    ],
)
def test_only_staff_who_may_change_sessions_can_end_them(
    tokens: Tokens, session: Session, permission: str, reason: str, status: int
) -> None:
    action = {"action": "end_selected", "_selected_action": [str(session.pk)]}

    staff_with(permission).post(SESSIONS, action)

    session.refresh_from_db()
    assert session.end_reason == reason
    assert me(tokens["access"]).status_code == status


@pytest.mark.parametrize(
    ("permission", "status", "left"),
    [("tokens.delete_session", 403, 1), ("users.delete_user", 302, 0)],
)
def test_only_staff_who_may_delete_users_can_delete_sessions(
    session: Session, permission: str, status: int, left: int
) -> None:
    path = reverse("admin:tokens_session_delete", args=[session.pk])

    response = staff_with(permission).post(path, {"post": "yes"})

    assert response.status_code == status
    assert Session.objects.count() == left


def test_a_command_ends_the_sessions_of_a_user(tokens: Tokens, user: User) -> None:
    new_tokens(user)

    assert command("end_sessions", user=user.get_username()) == "Ended sessions: 2\n"
    assert me(tokens["access"]).status_code == 401
    with pytest.raises(CommandError, match="There is no user 'unknown'"):
        command("end_sessions", user="unknown")


def test_a_command_deletes_the_expired_sessions_in_batches(
    user: User, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clear_expired_sessions, "BATCH", 2)
    for _ in range(7):
        new_tokens(user)
    with after(LIFETIMES["refresh"] + 3600):
        new_tokens(user)
        with django_assert_max_num_queries(9):
            assert command("clear_expired_sessions") == "Deleted sessions: 7\n"
    assert Session.objects.count() == 1


@pytest.mark.django_db
def test_the_table_has_an_index_for_the_expired_sessions() -> None:
    table = Session._meta.db_table
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)

    assert ["expires_at"] in [each["columns"] for each in constraints.values()]
