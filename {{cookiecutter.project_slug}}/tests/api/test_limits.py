"""The limits of bodies without files; no body is a crash."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.test import APIClient

from api.parsers import JSONParser
from tests import transport
from tests.api.conftest import LOGIN, assert_problem, login

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    assert LARGEST <= 100_000
    fits = b'"' + b"a" * (LARGEST - 2) + b'"'

    assert_problem(login(fits), 400, "invalid")
    assert_problem(login(fits + b" "), 413, "too_large")


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        ("", 400, "invalid"),
        ("0", 400, "invalid"),
        ("five", 400, "invalid"),
        ("-5", 400, "parse_error"),
        ("5", 400, "parse_error"),
        (str(LARGEST), 401, "no_active_account"),
        (str(LARGEST + 1), 413, "too_large"),
        ("9" * 30, 413, "too_large"),
        ("9" * 5_000, 400, "invalid"),
    ],
)
@pytest.mark.django_db(transaction=True)  # the handler closes connections
def test_a_wrong_content_length_is_no_crash(
    credentials: dict[str, str], length: str, status: int, code: str
) -> None:
    body = JSONParser.renderer_class().render({**credentials, "password": "wrong"})
    defaults = transport.new_client().defaults
    environ = RequestFactory().post(LOGIN).environ | {
        **defaults,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": length,
        "wsgi.input": BytesIO(body),
    }
    statuses: list[str] = []

    def start(status: str, headers: Any, error: Any = None, /) -> Any:
        statuses.append(status)

    content = b"".join(WSGIHandler()(environ, start))

    assert statuses[0].startswith(str(status)), content
    assert json.loads(content)["code"] == code


@pytest.mark.parametrize("path", [LOGIN, reverse("me"), "/admin/login/", "/nope"])
def test_a_body_without_a_length_is_refused(client: Client, path: str) -> None:
    """It would be taken for an empty one."""
    headers = {"transfer-encoding": "chunked"}
    response = client.post(path, {}, "application/json", headers=headers)

    assert_problem(response, 411, "length_required")


def test_a_client_that_disconnects_is_no_crash(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disconnect(*args: Any) -> None:
        raise UnreadablePostError("connection reset")

    monkeypatch.setattr("django.http.HttpRequest.read", disconnect)

    assert_problem(api.post(LOGIN, {"password": "a"}), 400, "parse_error")


def test_a_form_of_django_has_the_same_limit(db: None) -> None:
    response = Client().post("/admin/login/", {"username": "a" * LARGEST})

    assert_problem(response, 413, "too_large")
