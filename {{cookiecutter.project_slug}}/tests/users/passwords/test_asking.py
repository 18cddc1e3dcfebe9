"""Asking for a link tells nothing and costs nothing."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from api import background
from tests.conftest import make_user
from tests.users.conftest import NO_MAILBOXES
from tests.users.passwords.conftest import links_in
from users.models import User

Ask = Callable[..., Any]


@pytest.fixture
def unreachable(db: None) -> list[str]:
    """Addresses that no link goes to."""
    make_user("gone@example.com", is_active=False)
    without = make_user("machine@example.com")
    without.set_unusable_password()
    without.save()
    return ["nobody@example.com", "gone@example.com", without.email]


def test_the_answer_is_the_same_for_every_address(
    ask: Ask, user: User, unreachable: list[str], mailoutbox: list[Any]
) -> None:
    answers = [ask(address) for address in [user.email, *unreachable]]

    assert {(a.status_code, a.content) for a in answers} == {(202, b"")}
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_before_the_answer_nothing_is_looked_up(
    ask: Ask,
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
    settings: Any,
) -> None:
    settings.BACKGROUND_THREADS = 2
    later: list[Any] = []
    monkeypatch.setattr(background.executor, "submit", lambda *task: later.append(task))

    with django_assert_num_queries(0):
        assert ask(user.email).status_code == 202
        assert ask("nobody@example.com").status_code == 202

    assert len(later) == 2


def test_the_answer_does_not_wait_for_the_mail(
    ask: Ask, user: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BACKGROUND_THREADS = 2
    answered, sent = Event(), Event()

    def send(**kwargs: Any) -> None:
        if answered.wait(timeout=10):
            sent.set()

    monkeypatch.setattr("users.passwords.services.send_reset_link", send)
    assert ask(user.email).status_code == 202
    answered.set()

    assert sent.wait(timeout=10)


def test_a_mail_server_that_fails_is_nobodys_problem(
    ask: Ask, user: User, monkeypatch: pytest.MonkeyPatch, lines: Any
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(f"550 no mailbox {user.email}")

    monkeypatch.setattr("users.mail.EmailMultiAlternatives.send", fail)

    assert ask(user.email).status_code == 202
    [line] = [line for line in lines() if line["event"] == "background_task_failed"]
    assert (line["task"], line["error"]) == ("send_reset_link", "OSError")
    assert user.email not in str(line)


def test_the_mail_goes_to_the_address_that_is_stored(
    ask: Ask, user: User, mailoutbox: list[Any]
) -> None:
    for twin in ("ANN@example.com", "ann@\uff25xample.com", "ann@EXAMPLE.com"):
        assert ask(twin).status_code == 202

    assert [mail.to for mail in mailoutbox] == [[user.email]] * 3


def test_the_link_leads_to_the_front_end_whatever_the_request_says(
    ask: Ask, user: User, mailoutbox: list[Any], settings: Any
) -> None:
    settings.FRONTEND_URL = "https://app.example.com"
    settings.ALLOWED_HOSTS = ["*"]

    ask(
        user.email, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
    )

    assert "\nhttps://app.example.com/reset-password#uid=" in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body
    assert len(links_in(mailoutbox)) == 1


def test_what_is_no_address_is_refused(api: APIClient) -> None:
    bodies: list[Any] = [{}, {"email": "ann"}, {"email": ["ann@example.com"]}, []]
    bodies += [{"email": address} for address in [*NO_MAILBOXES, "a" * 255]]
    for body in bodies:
        assert api.post(reverse("password_reset"), body).status_code == 400, body
