"""What is logged: no secret, whatever happens, and each traceback in one line."""

import json
import logging
from logging.config import DictConfigurator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from tests import transport
from tests.api.conftest import LOGIN, login
from tests.config.test_environment import PRODUCTION, python
from users.models import User

PASSWORD = f"canary {uuid4()}"
COOKIE = f"canary{uuid4().hex}"
NAME = User.USERNAME_FIELD


@pytest.fixture(params=["json", "console"])
def written(
    request: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    """What was logged, in the formats of production and development."""
    # A copy, because it is modified.
    formatter = DictConfigurator({}).configure_formatter(
        dict(settings.LOGGING["formatters"][request.param])
    )
    assert isinstance(formatter, ProcessorFormatter)
    monkeypatch.setattr(caplog.handler, "formatter", formatter)
    return caplog


@pytest.fixture
def login_body(user: User) -> dict[str, str]:
    user.set_password(PASSWORD)
    user.save()
    return {NAME: user.get_username(), "password": PASSWORD}


@pytest.fixture
def client() -> Any:
    client: Any = transport.new_client()
    client.handler.raise_request_exception = False
    client.raise_request_exception = False
    client.cookies["sessionid"] = client.cookies["csrftoken"] = COOKIE
    return client


def crash(*args: Any, **kwargs: Any) -> None:
    text = "".join(str(value) for value in args)
    raise RuntimeError(len(text))


def test_a_logged_secret_would_be_found(written: Any) -> None:
    logging.getLogger("django.request").error("%s", PASSWORD)

    assert PASSWORD in written.text


def test_a_login_and_requests_with_tokens_log_no_secret(
    client: Any, login_body: dict[str, str], written: Any
) -> None:
    tokens = transport.tokens_in(client.post(LOGIN, login_body))
    for header in (f"Bearer {tokens['access']}", f"Basic {COOKIE}", COOKIE):
        for path in (reverse("me"), f"{reverse('me')}?token={COOKIE}", f"/x?{COOKIE}"):
            client.get(path, headers={"authorization": header})
    for token in (tokens["refresh"], tokens["refresh"] + "x", COOKIE):
        transport.refresh(client, token)

    assert written.text
    for secret in (PASSWORD, COOKIE, tokens["access"], tokens["refresh"]):
        assert secret not in written.text


def test_refusals_log_no_secret(
    client: Any, login_body: dict[str, str], written: Any
) -> None:
    client.post(LOGIN, login_body | {"password": PASSWORD + "x"})
    client.post(LOGIN, {NAME: PASSWORD, "password": "x"})
    client.post(LOGIN, {PASSWORD: [PASSWORD]})
    for broken in (f'["{PASSWORD}"', f'["{PASSWORD}", 1e999]', f'"{PASSWORD * 3_000}"'):
        login(broken.encode())
    client.post(LOGIN, {"password": PASSWORD}, headers={"host": "evil.example"})
    Client().post("/admin/login/", {"username": PASSWORD, "password": PASSWORD})
    Client(enforce_csrf_checks=True).post(
        "/admin/login/", {"password": PASSWORD, "csrfmiddlewaretoken": COOKIE}
    )

    assert written.text
    assert PASSWORD not in written.text
    assert COOKIE not in written.text


@pytest.mark.parametrize(
    "where",
    [
        "rest_framework_simplejwt.serializers.authenticate",
        "users.models.User.check_password",
        "tokens.tokens.custom_claims",
        "django.http.HttpRequest.get_host",
    ],
)
def test_an_exception_during_a_login_logs_no_secret(
    client: Any,
    login_body: dict[str, str],
    written: Any,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    monkeypatch.setattr(where, crash)

    header = {"authorization": f"Bearer {COOKIE}"}
    response = client.post(LOGIN, login_body, headers=header)

    assert response.status_code == 500
    assert PASSWORD not in response.content.decode()
    assert "RuntimeError" in written.text
    assert PASSWORD not in written.text
    assert COOKIE not in written.text


def test_sql_is_not_logged_and_errors_are_not_mailed() -> None:
    assert not logging.getLogger("django.db.backends").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("django").handlers == []


# A server in small: one request crashes, the other is not found.
CRASH = """
import django, logging
django.setup()
from django.test import Client

def get(*args, **kwargs):
    password = "correct" + "horse"
    raise RuntimeError("two\\nlines")

from api.views import RootView
RootView.get = get
client = Client(raise_request_exception=False, headers={"X-Request-ID": "a-1"})
for path in (%r, "/nope"):
    client.get(path, secure=True, headers={"Host": "api.example.com"})
logging.getLogger("django.server").info("GET / 200")
"""


def stderr_of_a_crash(module: str) -> str:
    code = CRASH % reverse("hello")
    module = f"config.settings.{module}"
    result = python("-c", code, **{**PRODUCTION, "DJANGO_SETTINGS_MODULE": module})
    assert result.returncode == 0, result.stderr
    return result.stderr


@pytest.mark.slow
def test_in_production_a_traceback_is_one_line_of_json() -> None:
    text = stderr_of_a_crash("production")

    lines = [json.loads(line) for line in text.splitlines()]
    # There may be a warning that collectstatic has not run.
    crash, missing, server = (line for line in lines if line["logger"] != "py.warnings")
    assert crash["level"] == "error"
    assert crash["logger"] == missing["logger"] == "django.request"
    assert crash["request_id"] == missing["request_id"] == "a-1"
    assert crash["exception"].endswith("RuntimeError: two\nlines")
    assert (missing["event"], missing["level"]) == ("Not Found: /nope", "warning")
    assert server["event"] == "GET / 200"
    assert "correcthorse" not in text


@pytest.mark.slow
def test_in_development_a_traceback_has_several_lines() -> None:
    text = stderr_of_a_crash("local")

    assert "\nTraceback (most recent call last):\n" in text
    assert "correcthorse" not in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text.splitlines()[0])
