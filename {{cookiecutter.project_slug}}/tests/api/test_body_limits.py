"""The limits of bodies, with and without files; no body is a crash."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.views import View
from rest_framework import parsers
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from api.parsers import JSONParser
from tests import transport
from tests.api.conftest import LOGIN, assert_problem, login

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
LARGEST_FILE = settings.MAX_UPLOAD_SIZE
SMALL = 1_000


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    assert LARGEST <= 100_000
    fits = b'"' + b"a" * (LARGEST - 2) + b'"'

    assert_problem(login(fits), 400, "invalid")
    assert_problem(login(fits + b" "), 413, "too_large")


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        ("", 400, "invalid"),
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
    environ = RequestFactory().post(LOGIN).environ | {
        **transport.new_client().defaults,
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


class UploadView(APIView):
    authentication_classes = permission_classes = ()

    def post(self, request: Any, **kwargs: str) -> Response:
        return Response({"size": request.data["file"].size})


class SmallUploadView(UploadView):
    max_upload_size = SMALL
    parser_classes = (parsers.MultiPartParser, parsers.FileUploadParser)


class SmallViewSet(ViewSetMixin, SmallUploadView):
    """Its method is called `post`, too."""


class DjangoView(View):
    max_upload_size = SMALL

    def post(self, request: Any) -> HttpResponse:
        return HttpResponse(str(request.FILES["file"].size))


urlpatterns = [
    path("default/", UploadView.as_view()),
    path("small/", SmallUploadView.as_view()),
    path("viewset/", SmallViewSet.as_view({"post": "post"})),
    path("django/", DjangoView.as_view()),
]
handler400 = "api.errors.bad_request"


@pytest.fixture
def views(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


class Unread:
    """A body that must not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body is read")

    readline = read


def upload(path: str, size: int) -> Any:
    return Client().post(path, {"file": SimpleUploadedFile("a.txt", b"a" * size)})


def announce(
    path: str, size: int, kind: str = "multipart/form-data; boundary=x"
) -> Any:
    """Send the headers of a body of this size."""
    body: dict[str, Any] = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(size)}
    headers = {"Content-Disposition": "attachment; filename=a.txt"}
    return Client().generic("POST", path, b"-", kind, headers=headers, **body)


@pytest.mark.usefixtures("views")
def test_files_are_read_and_do_not_count_as_data() -> None:
    response = upload("/default/", LARGEST * 2)

    assert (response.status_code, response.json()) == (200, {"size": LARGEST * 2})


@pytest.mark.usefixtures("views")
@pytest.mark.parametrize("path", ["/small/", "/viewset/", "/django/"])
def test_a_view_can_have_another_limit(path: str) -> None:
    assert upload(path, SMALL // 2).status_code == 200
    assert_problem(announce(path, SMALL + 1), 413, "too_large")


@pytest.mark.usefixtures("views")
def test_a_body_that_is_too_large_is_not_read(settings: Any) -> None:
    assert_problem(announce("/default/", LARGEST_FILE + 1), 413, "too_large")
    # A file that is the whole body.
    assert_problem(announce("/small/", SMALL + 1, "image/png"), 413, "too_large")

    settings.ROOT_URLCONF = "config.urls"
    assert_problem(announce("/admin/login/", LARGEST_FILE + 1), 413, "too_large")
    form = {"username": "a" * LARGEST}
    assert_problem(Client().post("/admin/login/", form), 413, "too_large")
