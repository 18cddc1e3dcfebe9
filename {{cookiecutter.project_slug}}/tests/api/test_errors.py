from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.urls import resolve, reverse
from rest_framework.test import APIClient

from tests.api.conftest import Lines, assert_problem
from users.models import User

LOGIN = reverse("token_obtain_pair")


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "status", "code"),
    [
        pytest.param("post", LOGIN, {"data": {}}, 400, "invalid", id="incomplete"),
        pytest.param(
            "generic",
            LOGIN,
            {"data": "{", "content_type": "application/json"},
            400,
            "parse_error",
            id="not JSON",
        ),
        pytest.param("get", reverse("me"), {}, 401, "not_authenticated", id="nobody"),
        pytest.param("get", LOGIN, {}, 405, "method_not_allowed", id="method"),
        pytest.param(
            "post",
            LOGIN,
            {"data": "a=b", "content_type": "application/x-www-form-urlencoded"},
            415,
            "unsupported_media_type",
            id="a form",
        ),
        pytest.param(
            "get",
            reverse("hello"),
            {"HTTP_ACCEPT": "text/html"},
            406,
            "not_acceptable",
            id="a page",
        ),
        pytest.param(
            "get",
            f"/{settings.API_PREFIX}/nope",
            {},
            404,
            "not_found",
            id="no endpoint",
        ),
        pytest.param("get", "/nope", {}, 404, "not_found", id="outside the API"),
    ],
)
def test_every_error_is_a_problem(
    api: APIClient,
    method: str,
    path: str,
    kwargs: dict[str, Any],
    status: int,
    code: str,
) -> None:
    if method == "generic":
        response = api.generic("POST", path, **kwargs)
    else:
        response = getattr(api, method)(path, **kwargs)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank")
    assert body["title"]
    assert body["detail"]


def test_complaints_are_given_by_field(api: APIClient) -> None:
    response = api.post(LOGIN, {"password": "x"})

    [(field, complaints)] = response.json()["errors"].items()
    assert field != "password"
    assert complaints == [{"message": "This field is required.", "code": "required"}]


def test_what_django_does_not_find_in_a_view_is_not_found(
    monkeypatch: pytest.MonkeyPatch, api: APIClient
) -> None:
    def look_for(*args: Any, **kwargs: Any) -> None:
        resolve("/no/such/path")

    monkeypatch.setattr("api.views.HelloView.get", look_for)

    response = api.get(reverse("hello"))

    assert_problem(response, 404, "not_found")
    # Not the list of all paths, which Django's exception holds.
    assert response.json()["detail"] == "Not found."
    assert "errors" not in response.json()


def test_a_row_that_is_there_already_is_a_conflict(
    monkeypatch: pytest.MonkeyPatch, api: APIClient, user: User, lines: Lines
) -> None:
    def add_again(*args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            User.objects.bulk_create([User(pk=user.pk)])

    monkeypatch.setattr("api.views.HelloView.get", add_again)

    assert_problem(api.get(reverse("hello")), 409, "conflict")
    [line] = [line for line in lines() if "exception" in line]
    assert "add_again" in line["exception"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DataError("value too long for type character varying(9)"), 400, "parse_error"),
        # PostgreSQL shows the row, and so what the client sent.
        (IntegrityError("null value\n(a duplicate, unique text)"), 500, "error"),
    ],
)
def test_what_the_database_does_not_store_is_written_down(
    monkeypatch: pytest.MonkeyPatch,
    lines: Lines,
    error: Exception,
    status: int,
    code: str,
) -> None:
    def store(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr("api.views.HelloView.get", store)
    client = Client(raise_request_exception=False)

    assert_problem(client.get(reverse("hello")), status, code)
    [line] = [line for line in lines() if "exception" in line]
    assert str(error).partition("\n")[0] in line["exception"]


def test_a_crash_says_nothing_about_its_cause(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr("api.views.HelloView.get", crash)

    response = Client(raise_request_exception=False).get(reverse("hello"))

    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "error"
    assert b"secret cause" not in response.content
