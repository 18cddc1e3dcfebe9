"""Every error is a problem (RFC 9457), and reveals nothing about its cause."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import exceptions as django
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.urls import Resolver404, reverse
from rest_framework import exceptions
from rest_framework.test import APIClient

from api.schema import PROBLEM
from tests.api.conftest import LOGIN, Lines, assert_problem
from users.models import User

MAY_NOT = "You do not have permission to perform this action."
INVALID = "The request is not valid."
CLOSED = "The client closed the request."
FORM = "application/x-www-form-urlencoded"
ROOT = reverse("hello")


@pytest.mark.parametrize(
    ("line", "body", "headers", "status", "code"),
    [
        (f"POST {LOGIN}", "{}", {}, 400, "invalid"),
        (f"POST {LOGIN}", "{", {}, 400, "parse_error"),
        (f"GET {reverse('me')}", "", {}, 401, "not_authenticated"),
        (f"GET {LOGIN}", "", {}, 405, "method_not_allowed"),
        (f"POST {LOGIN}", "a=b", {"content-type": FORM}, 415, "unsupported_media_type"),
        (f"GET {ROOT}", "", {"accept": "text/html"}, 406, "not_acceptable"),
        (f"GET {ROOT}nope", "", {}, 404, "not_found"),
        ("GET /nope", "", {}, 404, "not_found"),
    ],
)
def test_every_error_is_a_problem(
    api: Any, line: str, body: str, headers: dict[str, str], status: int, code: str
) -> None:
    kind = headers.get("content-type", "application/json")
    response = api.generic(*line.split(), body, content_type=kind, headers=headers)

    assert_problem(response, status, code)
    answer = response.json()
    assert (answer["status"], answer["type"]) == (status, "about:blank")
    assert answer["title"]
    assert answer["detail"]


def test_an_error_of_a_field_names_the_field(api: APIClient) -> None:
    response = api.post(LOGIN, {"password": "x"})

    [(field, messages)] = response.json()["errors"].items()
    assert field != "password"
    assert messages == [{"message": "This field is required.", "code": "required"}]


@pytest.mark.parametrize("debug", [False, True])
def test_an_unknown_path_without_a_slash_is_explained(
    api: APIClient, settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug

    for path in (LOGIN[:-1], reverse("me")[:-1]):
        response = api.post(path, {})
        assert_problem(response, 404, "not_found")
        assert "end with a slash" in response.json()["detail"]


class Closed(exceptions.APIException):
    status_code = 499
    default_detail = CLOSED
    default_code = None  # type: ignore[assignment]


@pytest.fixture
def root_raises(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], Any]:
    """Call the root endpoint, which raises an exception."""

    def get(error: Exception) -> Any:
        def fail(*args: Any) -> None:
            raise error

        monkeypatch.setattr("api.views.RootView.get", fail)
        response = Client(raise_request_exception=False).get(reverse("hello"))
        answer = response.json()
        assert answer["status"] == response.status_code
        assert set(PROBLEM["required"]) <= set(answer) <= set(PROBLEM["properties"])
        return response

    return get


@pytest.mark.parametrize(
    ("exc", "status", "code", "detail", "errors"),
    [
        (Closed(), 499, "error", CLOSED, {}),
        (exceptions.PermissionDenied("Ask.", "ask"), 403, "ask", "Ask.", {}),
        (django.PermissionDenied("No."), 403, "permission_denied", "No.", {}),
        (django.PermissionDenied(), 403, "permission_denied", MAY_NOT, {}),
        (exceptions.ValidationError({"detail": "Once."}), 400, "invalid", "Once.", {}),
        # Not the list of all paths, which Django's exception contains.
        (Resolver404({"tried": [], "path": "x"}), 404, "not_found", "Not found.", {}),
        (
            exceptions.PermissionDenied({"plan": {"of": "gold"}, "ask": ["a", "b"]}),
            *(403, "permission_denied", MAY_NOT),
            {"plan.of": ["gold"], "ask": ["a", "b"]},
        ),
        (
            Closed(["a", {"b": "c"}]),
            *(499, "error", CLOSED),
            {"non_field_errors": ["a"], "1.b": ["c"]},
        ),
        (
            django.ValidationError({"__all__": ["Late."], "name": ["Taken."]}),
            *(400, "invalid", INVALID),
            {"non_field_errors": ["Late."], "name": ["Taken."]},
        ),
        (
            exceptions.ValidationError([{}, {"lines": [{"amount": ["Too low."]}]}]),
            *(400, "invalid", INVALID),
            {"1.lines.0.amount": ["Too low."]},
        ),
    ],
)
def test_one_text_is_the_detail_and_several_are_listed_by_field(
    root_raises: Callable[[Exception], Any],
    exc: Exception,
    status: int,
    code: str,
    detail: str,
    errors: dict[str, list[str]],
) -> None:
    response = root_raises(exc)

    assert_problem(response, status, code)
    answer = response.json()
    assert answer["detail"] == detail
    assert ("errors" in answer) is bool(errors)
    assert errors == {
        name: [each["message"] for each in messages if each["code"]]
        for name, messages in answer.get("errors", {}).items()
    }


def test_a_duplicate_row_is_a_conflict(
    monkeypatch: pytest.MonkeyPatch, user: User, lines: Lines
) -> None:
    def add_again(*args: Any) -> None:
        with transaction.atomic():
            User.objects.bulk_create([User(pk=user.pk)])

    monkeypatch.setattr("api.views.RootView.get", add_again)

    assert_problem(Client().get(reverse("hello")), 409, "conflict")
    [line] = [line for line in lines() if "exception" in line]
    assert "add_again" in line["exception"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DataError("value too long for type character varying(9)"), 400, "parse_error"),
        # PostgreSQL's message contains the row, and so what the client sent.
        (IntegrityError("null value\n(a duplicate, unique text)"), 500, "error"),
        (RuntimeError("the secret cause"), 500, "error"),
    ],
)
def test_an_unexpected_exception_is_logged_and_not_revealed(
    root_raises: Callable[[Exception], Any],
    lines: Lines,
    error: Exception,
    status: int,
    code: str,
) -> None:
    response = root_raises(error)

    assert_problem(response, status, code)
    assert str(error).encode() not in response.content
    [line] = [line for line in lines() if "exception" in line]
    assert str(error).partition("\n")[0] in line["exception"]


@pytest.mark.django_db
def test_a_session_cookie_that_the_database_cannot_look_up_is_no_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL refuses NUL, which a cookie can contain as an octal escape."""
    headers = {"cookie": 'sessionid="' + "\\000" * 32 + '"'}
    client = Client(raise_request_exception=False)
    for path in ("/admin/", reverse("docs")):
        assert client.get(path, headers=headers).status_code in {302, 400}

    def refuse(*args: Any) -> None:
        raise DataError("text fields cannot contain NUL (0x00) bytes")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    for path in ("/admin/", reverse("docs")):
        assert_problem(client.get(path, headers=headers), 400, "parse_error")
