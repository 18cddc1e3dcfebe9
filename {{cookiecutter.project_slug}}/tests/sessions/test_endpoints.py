"""The endpoints that list and end the sessions of the current user."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from rest_framework.test import APIClient

from tests.client import Tokens, after, me, new_tokens, with_token
from tests.conftest import make_user
from tests.tokens.forgery import LIFETIMES
from tokens.models import Session
from users.models import User

SESSIONS = reverse("sessions")


@pytest.fixture
def client(tokens: Tokens) -> APIClient:
    return with_token(tokens["access"])


@pytest.fixture
def others(db: None) -> Session:
    """The session of another user."""
    ben = make_user("ben@example.com")
    new_tokens(ben)
    return Session.objects.get(user=ben)


def test_a_user_sees_their_sessions_and_which_one_is_current(
    session: Session, client: APIClient, others: Session, credentials: dict[str, str]
) -> None:
    login = reverse("token_obtain_pair")
    headers = {"user-agent": f"A\0 name {'x' * 300}"}
    client.post(login, credentials, headers=headers, REMOTE_ADDR="2001:db8::1")

    other, current = client.get(SESSIONS).json()

    assert other["current"] is False
    assert other["user_agent"] == f"A name {'x' * 193}"
    assert other["ip_address"] == "2001:db8::1"
    assert current["current"] is True
    assert current["id"] == str(session.pk)
    assert current["amr"] == ["pwd"]
    names = "amr created_at current expires_at id ip_address last_used_at user_agent"
    assert sorted(current) == names.split()


@pytest.mark.usefixtures("tokens")
def test_an_expired_session_is_not_listed(user: User) -> None:
    with after(LIFETIMES["refresh"] + 1):
        client = with_token(new_tokens(user)["access"])
        assert [each["current"] for each in client.get(SESSIONS).json()] == [True]


def test_the_list_has_the_hundred_sessions_that_were_used_last(
    client: APIClient, session: Session
) -> None:
    for number in range(1, 102):
        session.pk = uuid4()
        session.last_used_at -= timedelta(minutes=number)
        session.save(force_insert=True)

    listed = client.get(SESSIONS).json()

    used = [each["last_used_at"] for each in listed]
    assert len(used) == 100
    assert used == sorted(used, reverse=True)
    assert listed[0]["current"] is True


def test_a_user_can_end_one_session(
    client: APIClient, tokens: Tokens, user: User
) -> None:
    other = new_tokens(user)
    [other_id] = [s["id"] for s in client.get(SESSIONS).json() if not s["current"]]
    path = reverse("session", args=[other_id])

    response = client.delete(path)

    assert (response.status_code, response.content) == (204, b"")
    assert me(other["access"]).status_code == 401
    assert me(tokens["access"]).status_code == 200
    assert client.delete(path).status_code == 404


def test_the_session_of_another_user_is_not_found(
    client: APIClient, others: Session
) -> None:
    for key in (others.pk, uuid4()):
        assert client.delete(reverse("session", args=[key])).status_code == 404
    others.refresh_from_db()
    assert others.ended_at is None


@pytest.mark.parametrize(("query", "status"), [("", 401), ("?keep=current", 200)])
def test_a_user_can_end_all_sessions_or_all_but_the_current_one(
    client: APIClient, user: User, others: Session, query: str, status: int
) -> None:
    other = new_tokens(user)

    assert client.delete(SESSIONS + query).status_code == 204

    assert client.get(SESSIONS).status_code == status
    assert me(other["access"]).status_code == 401
    others.refresh_from_db()
    assert others.ended_at is None


@pytest.mark.parametrize("keep", ["curent", "", "Current", "all"])
def test_an_unknown_value_of_keep_ends_no_session(client: APIClient, keep: str) -> None:
    response = client.delete(f"{SESSIONS}?keep={keep}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["keep"]
    assert client.get(SESSIONS).status_code == 200


def test_the_database_contains_no_token(tokens: Tokens) -> None:
    database = "".join(
        str(row)
        for model in apps.get_models()
        for row in model.objects.values_list()  # type: ignore[attr-defined]
    )

    for kind in ("access", "refresh"):
        assert tokens[kind].rpartition(".")[2] not in database
    for value in Session.objects.values_list().get():
        assert me(str(value)).status_code == 401
