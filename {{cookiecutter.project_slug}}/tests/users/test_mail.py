"""Mail is sent after the response, from safe settings, and tells of a changed password."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event
from typing import Any

import django
import pytest
from django.core import mail as django_mail
from django.core.checks import run_checks
from django.core.mail.backends.console import EmailBackend
from django.utils import translation
from environs import EnvError

from config.env import env
from tests.api.conftest import Lines
from tests.conftest import NEW_PASSWORD, PASSWORD
from users import mail
from users.models import User

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def send(user: User, settings: Any) -> Callable[[], None]:
    """Send a mail in another thread."""
    settings.BACKGROUND_THREADS = 2
    return lambda: mail.run_later(
        mail.send, template="password_changed", to=user.email, user=user
    )


def test_a_mail_is_sent_while_the_request_goes_on(
    send: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, sent = Event(), Event()

    def wait(message: Any) -> None:
        if answered.wait(timeout=10):
            sent.set()

    monkeypatch.setattr("users.mail.EmailMessage.send", wait)
    send()
    answered.set()

    assert sent.wait(timeout=10)


def test_a_mail_server_that_fails_is_logged_without_the_address(
    send: Callable[[], None],
    user: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    lines: Lines,
) -> None:
    def fail(message: Any) -> None:
        raise OSError(f"550 no mailbox {user.email}")

    settings.BACKGROUND_THREADS = 0
    monkeypatch.setattr("users.mail.EmailMessage.send", fail)
    send()

    [line] = [line for line in lines() if line["event"] == "background_task_failed"]
    assert (line["task"], line["error"]) == ("send", "OSError")
    assert user.email not in str(line)


def test_the_owner_is_told_of_a_changed_password_without_a_secret(
    change: Callable[[], Any], user: User, mailoutbox: list[Any]
) -> None:
    assert change().status_code == 200

    [told] = mailoutbox
    assert told.to == [user.email]
    assert "was changed" in told.subject
    assert "\nIf it was not you, " in told.body
    assert PASSWORD not in told.body
    assert NEW_PASSWORD not in told.body


def test_a_mail_is_in_the_language_of_the_request(
    change: Callable[..., Any], api: Any, mailoutbox: list[Any]
) -> None:
    api.credentials(HTTP_ACCEPT_LANGUAGE="es-MX, en;q=0.5")
    assert change().status_code == 200

    [told] = mailoutbox
    assert told.subject.startswith("Su contraseña en ")
    assert "\nSi no ha sido usted, " in told.body


def test_another_thread_has_the_language_of_the_request(
    send: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(
        "users.mail.EmailMessage.send", lambda message: subjects.put(message.subject)
    )
    with translation.override("fr"):
        send()

    assert subjects.get(timeout=10).startswith("Votre mot de passe chez ")


@pytest.fixture
def errors(settings: Any) -> Callable[[], list[str]]:
    """What the checks find in the settings of mail."""
    send_by(settings, SMTP)
    settings.DEFAULT_FROM_EMAIL = "service@example.com"
    settings.FRONTEND_URL = "https://app.example.com"
    return lambda: [
        f"{message.msg} {message.hint}"
        for message in run_checks(include_deployment_checks=True)
        if (message.id or "").startswith("users.")
    ]


def send_by(settings: Any, backend: str) -> None:
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": backend}}
    else:
        settings.EMAIL_BACKEND = backend


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL=service@example.com"),
        ("DEFAULT_FROM_EMAIL", "Acme", "DEFAULT_FROM_EMAIL=service@example.com"),
        (
            "DEFAULT_FROM_EMAIL",
            "Acme <webmaster@localhost>",
            "DEFAULT_FROM_EMAIL=service@example.com",
        ),
        ("FRONTEND_URL", "http://app.example.com", "FRONTEND_URL=https://"),
        ("FRONTEND_URL", "", "FRONTEND_URL=https://"),
    ],
)
def test_a_sender_and_links_over_https_are_required_in_production(
    errors: Any, settings: Any, name: str, value: str, advice: str
) -> None:
    assert errors() == []
    setattr(settings, name, value)

    [text] = errors()
    assert f"{name} is {value!r}" in text
    assert advice in text


class OwnBackend(EmailBackend):
    """A backend of the project that prints as well."""


@pytest.mark.parametrize(
    "backend",
    [
        *[
            f"django.core.mail.backends.{name}.EmailBackend"
            for name in ("console", "dummy", "filebased", "locmem")
        ],
        f"{__name__}.OwnBackend",
    ],
)
def test_a_backend_that_sends_mail_is_required_in_production(
    errors: Any, settings: Any, backend: str
) -> None:
    send_by(settings, backend)

    [text] = errors()
    assert backend in text
    assert "EMAIL_URL=" in text


def test_email_url_names_the_server(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", "submission://ann:secret@mail.example.com")
    for name, value in env.mail_settings("EMAIL_URL").items():
        setattr(settings, name, value)

    connection: Any = django_mail.get_connection()
    assert (connection.host, connection.port) == ("mail.example.com", 587)
    assert (connection.username, connection.password) == ("ann", "secret")
    assert (connection.use_tls, connection.timeout) == (True, 10)


@pytest.mark.parametrize("url", ["smtp+tls://mail:587", "mail.example.com"])
def test_a_mail_server_that_cannot_be_read_is_an_error(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)

    with pytest.raises(EnvError, match="EMAIL_URL names no mail server"):
        env.mail_settings("EMAIL_URL")
