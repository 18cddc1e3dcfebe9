"""Security events in the log, and the request IDs of all lines."""

import logging
import re
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from api import events
from tests import transport
from tests.api.conftest import LOGIN, Lines, assert_problem
from users.models import User


def test_an_event_has_its_time_address_user_and_session(
    lines: Lines, settings: Any
) -> None:
    user, session = User(), uuid4()
    # The address is that of the limits.
    settings.TRUSTED_PROXIES = 1
    headers = {"x-forwarded-for": "10.9.9.9, 198.51.100.7", "x-real-ip": "10.9.9.8"}

    events.record(
        events.FORBIDDEN,
        request=RequestFactory().get("/", headers=headers),
        user=user,
        session=session,
        path="/api/users/",
    )
    events.record(events.LOGIN_FAILED)

    line, unknown = lines()
    age = datetime.now(timezone.utc) - datetime.fromisoformat(
        line.pop("timestamp").replace("Z", "+00:00")
    )
    assert abs(age.total_seconds()) < 60
    assert line == {
        "event": "authz_fail",
        "logger": "security",
        "level": "warning",
        "ip": "198.51.100.7",
        "user_id": str(user.pk),
        "session_id": str(session),
        "path": "/api/users/",
    }
    assert sorted(unknown) == ["event", "level", "logger", "timestamp"]


def test_logins_and_refreshes_are_logged(
    lines: Lines, api: APIClient, credentials: dict[str, str], user: User
) -> None:
    login = api.post(LOGIN, credentials)
    transport.refresh(api, transport.tokens_in(login)["refresh"])
    for body in ({"password": "wrong"}, {User.USERNAME_FIELD: "nobody@example.com"}):
        assert api.post(LOGIN, credentials | body).status_code == 401

    found = [line for line in lines() if line["logger"] == "security"]
    assert [(line["event"], line["level"]) for line in found] == [
        ("authn_login_success", "info"),
        ("session_renewed", "info"),
        ("authn_login_fail", "warning"),
        ("authn_login_fail", "warning"),
    ]
    assert [line.get("user_id") for line in found[:2]] == [str(user.pk)] * 2


def forbidden(lines: Lines) -> list[tuple[str, str, str]]:
    return [
        (line["user_id"], line["method"], line["path"])
        for line in lines()
        if line["event"] == "authz_fail"
    ]


def test_a_token_without_permission_is_told_so_and_logged(
    api: APIClient, tokens: dict[str, str], user: User, lines: Lines
) -> None:
    assert api.get(reverse("schema")).status_code == 401
    assert forbidden(lines) == []

    header = {"authorization": f"Bearer {tokens['access']}"}
    response = api.get(reverse("schema"), headers=header)

    assert_problem(response, 403, "permission_denied")
    # Another token may have it.
    challenge = 'Bearer realm="api", error="insufficient_scope"'
    assert response["WWW-Authenticate"] == challenge
    assert forbidden(lines) == [(str(user.pk), "GET", reverse("schema"))]


def test_staff_without_permission_are_logged(
    client: Client, user: User, lines: Lines
) -> None:
    user.is_staff = True
    user.save()
    client.force_login(user)
    path = reverse("admin:auth_group_changelist")

    response = client.get(path)

    assert_problem(response, 403, "permission_denied")
    assert "WWW-Authenticate" not in response
    assert forbidden(lines) == [(str(user.pk), "GET", path)]


@pytest.mark.parametrize(
    "name", ["new_password", "refresh", "Set_Cookie", "client_secret", "email"]
)
def test_a_field_that_is_named_like_a_secret_is_refused(
    lines: Lines, name: str
) -> None:
    fields: dict[str, Any] = {name: "canary"}

    with pytest.raises(ValueError, match="does not belong into a log"):
        events.record(events.LOGIN_FAILED, **fields)

    assert lines() == []


@pytest.mark.parametrize(
    "text",
    ['a\r\n{"event": "x"}', "\x1b[2K\x1b[1A", "a\u2028b\u2029c\x85d", "\x00", "\ud800"],
)
def test_a_client_cannot_write_a_line(
    lines: Lines, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    events.record(events.LOGIN_FAILED, reason=text)
    logging.getLogger("django.request").warning("Not Found: %s", text)

    assert [line.get("reason", line["event"]) for line in lines()] == [
        text,
        f"Not Found: {text}",
    ]
    assert caplog.text.replace("\n", "").isprintable()


def test_log_lines_and_response_have_the_request_id(lines: Lines) -> None:
    response = Client().get("/nope", headers={"x-request-id": "trace-1.b_2"})
    events.record(events.LOGIN_FAILED)

    assert response["X-Request-ID"] == "trace-1.b_2"
    assert [line.get("request_id") for line in lines()] == ["trace-1.b_2", None]


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a" * 65, 'a"}', "a\n", "\u0661", "<script>"]
)
def test_an_unsafe_request_id_is_replaced(name: str) -> None:
    answers = [
        Client().get(reverse("hello"), HTTP_X_REQUEST_ID=name)["X-Request-ID"]
        for _ in range(2)
    ]

    assert all(re.fullmatch("[0-9a-f]{32}", answer) for answer in answers)
    assert answers[0] != answers[1]
