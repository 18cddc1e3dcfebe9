from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests import transport
from tests.conftest import make_user
from tokens.models import Session
from users.models import User

Tokens = dict[str, str]
Call = Callable[[str], Any]


@pytest.fixture
def own(tokens: Tokens) -> APIClient:
    """A client that brings its access token each time."""
    client = transport.new_client()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    return client


def new_session(user: User) -> Session:
    now = timezone.now()
    moments = dict.fromkeys(["created_at", "rotated_at", "last_used_at"], now)
    return Session.objects.create(
        user=user, expires_at=now + timedelta(days=1), **moments
    )


def test_a_user_sees_their_logins_and_which_one_this_is(
    own: APIClient, credentials: dict[str, str], session: Session
) -> None:
    own.post(
        reverse("token_obtain_pair"),
        credentials,
        headers={"user-agent": "Another\x00 browser " + "x" * 300},
        REMOTE_ADDR="2001:db8::1",
    )
    new_session(make_user("stranger@example.com"))

    response = own.get(reverse("sessions"))

    assert response.status_code == 200
    other, this = response.json()
    assert other["current"] is False
    assert other["user_agent"] == ("Another browser " + "x" * 300)[:200]
    assert other["ip_address"] == "2001:db8::1"
    assert this["current"] is True
    assert this["id"] == str(session.pk)
    assert sorted(this) == [
        "created_at",
        "current",
        "expires_at",
        "id",
        "ip_address",
        "last_used_at",
        "user_agent",
    ]


def test_a_user_can_end_one_login(
    own: APIClient, log_in: Callable[[], Tokens], me: Call, tokens: Tokens
) -> None:
    other = log_in()
    [other_id] = [
        s["id"] for s in own.get(reverse("sessions")).json() if not s["current"]
    ]

    response = own.delete(reverse("session", args=[other_id]))

    assert (response.status_code, response.content) == (204, b"")
    assert me(other["access"]).status_code == 401
    assert me(tokens["access"]).status_code == 200
    assert own.delete(reverse("session", args=[other_id])).status_code == 404


@pytest.mark.parametrize(("query", "left"), [("", 0), ("?keep=current", 1)])
def test_a_user_can_end_all_logins_or_all_others(
    own: APIClient, log_in: Callable[[], Tokens], query: str, left: int
) -> None:
    log_in()
    log_in()
    strangers = new_session(make_user("stranger@example.com"))

    assert own.delete(reverse("sessions") + query).status_code == 204

    active = Session.objects.active(timezone.now())
    assert active.exclude(pk=strangers.pk).count() == left
    assert active.filter(pk=strangers.pk).exists()
    assert own.get(reverse("sessions")).status_code == (200 if left else 401)


def test_the_session_of_somebody_else_is_not_found(own: APIClient) -> None:
    foreign = new_session(make_user("stranger@example.com"))

    for session_id in (foreign.pk, uuid4()):
        assert own.delete(reverse("session", args=[session_id])).status_code == 404
    foreign.refresh_from_db()
    assert foreign.ended_at is None


def test_a_login_is_a_session_of_its_own_and_cannot_be_chosen(
    api: APIClient, credentials: dict[str, str], session: Session
) -> None:
    wish = {"sid": str(session.pk), "session": str(session.pk), "jti": str(uuid4())}
    response = api.post(reverse("token_obtain_pair"), {**credentials, **wish})

    assert response.status_code == 200
    assert Session.objects.count() == 2


def test_the_table_holds_nothing_that_opens_anything(
    tokens: Tokens, session: Session, me: Call, refresh: Call
) -> None:
    for value in filter(None, Session.objects.values_list().get()):
        assert me(str(value)).status_code == 401
        assert refresh(str(value)).status_code == 401
        assert str(value) not in (tokens["access"], tokens["refresh"])


def test_no_table_holds_a_token(tokens: Tokens) -> None:
    database = "".join(
        str(value)
        for model in apps.get_models()
        for row in model.objects.values_list()  # type: ignore[attr-defined]
        for value in row
    )

    for kind in ("access", "refresh"):
        assert tokens[kind].split(".")[2] not in database


def test_an_expired_session_is_not_listed(
    own: APIClient, session: Session, log_in: Callable[[], Tokens]
) -> None:
    with time_machine.travel(session.expires_at + timedelta(seconds=1)):
        newer = log_in()
        own.credentials(HTTP_AUTHORIZATION=f"Bearer {newer['access']}")
        assert len(own.get(reverse("sessions")).json()) == 1
