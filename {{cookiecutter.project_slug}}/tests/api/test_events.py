import logging
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

import pytest
from django.test import RequestFactory

from api import events
from tests.api.conftest import Lines
from users.models import User


def test_an_event_says_when_from_where_about_whom(lines: Lines) -> None:
    user, session = User(), uuid4()

    events.record(
        events.FORBIDDEN,
        request=RequestFactory().get("/", REMOTE_ADDR="192.0.2.1"),
        user=user,
        session=session,
        path="/api/users/",
    )

    [line] = lines()
    age = datetime.now(timezone.utc) - datetime.fromisoformat(
        line.pop("timestamp").replace("Z", "+00:00")
    )
    assert abs(age.total_seconds()) < 60
    assert line == {
        "event": "authz_fail",
        "logger": "security",
        "level": "warning",
        "ip": "192.0.2.1",
        "user_id": str(user.pk),
        "session_id": str(session),
        "path": "/api/users/",
    }


def test_what_is_unknown_is_left_out(lines: Lines) -> None:
    events.record(events.LOGIN_FAILED)

    assert sorted(lines()[0]) == ["event", "level", "logger", "timestamp"]


@pytest.mark.parametrize(
    ("event", "level"),
    [
        (events.LOGIN_SUCCEEDED, "info"),
        (events.LOGIN_FAILED, "warning"),
        (events.REFRESHED, "info"),
        (events.FORBIDDEN, "warning"),
        (events.THROTTLED, "warning"),
    ],
)
def test_what_looks_like_an_attack_is_a_warning(
    lines: Lines, event: str, level: str
) -> None:
    events.record(event)

    assert [(line["event"], line["level"]) for line in lines()] == [(event, level)]


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "token",
        "refresh",
        "access",
        "cookies",
        "Set_Cookie",
        "client_secret",
        "authorization",
        "username",
        "user_name",
        "email",
        "key",
    ],
)
def test_a_secret_does_not_get_in(lines: Lines, name: str) -> None:
    fields: dict[str, Any] = {name: "canary"}

    with pytest.raises(ValueError, match="does not belong into a log"):
        events.record(events.LOGIN_FAILED, **fields)

    assert lines() == []


@pytest.mark.parametrize(
    "text",
    ['a\r\n{"event": "x"}', "\x1b[2K\x1b[1A", "a\u2028b\u2029c\x85d", "\x00", "\ud800"],
)
def test_nobody_writes_a_line_of_their_own(
    lines: Lines, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    events.record(events.LOGIN_FAILED, reason=text)
    logging.getLogger("django.request").warning("Not Found: %s", text)

    assert [line.get("reason", line["event"]) for line in lines()] == [
        text,
        f"Not Found: {text}",
    ]
    assert caplog.text.replace("\n", "").isprintable()
