"""Files are read where a view takes them, and no more of them than it allows."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views import View
from rest_framework import parsers
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from tests.api.conftest import assert_problem

LARGEST = settings.MAX_UPLOAD_SIZE
SMALL = 1_000


class UploadView(APIView):
    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Any, **kwargs: str) -> Response:
        return Response({"size": request.data["file"].size})


class SmallUploadView(UploadView):
    max_upload_size = SMALL
    parser_classes = (parsers.MultiPartParser, parsers.FileUploadParser)


class SmallViewSet(ViewSet):
    authentication_classes = ()
    permission_classes = ()
    max_upload_size = SMALL

    def create(self, request: Any) -> Response:
        return Response({"size": request.data["file"].size})


class DjangosView(View):
    max_upload_size = SMALL

    def post(self, request: Any) -> HttpResponse:
        return HttpResponse(str(request.FILES["file"].size))


urlpatterns = [
    path("default/", UploadView.as_view()),
    path("small/", SmallUploadView.as_view()),
    path("viewset/", SmallViewSet.as_view({"post": "create"})),
    path("django/", DjangosView.as_view()),
]
handler400 = "api.handlers.bad_request"


@pytest.fixture(autouse=True)
def views() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield


class Unread:
    """A body that may not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("was read")

    readline = read


def upload(path: str, size: int) -> Any:
    return Client().post(path, {"file": SimpleUploadedFile("a.txt", b"a" * size)})


def announce(
    path: str, size: int, kind: str = "multipart/form-data; boundary=x"
) -> Any:
    """Send the headers of a body of some size."""
    body: dict[str, Any] = {"wsgi.input": Unread()}
    return Client().generic(
        "POST",
        path,
        b"-",
        content_type=kind,
        CONTENT_LENGTH=str(size),
        headers={"Content-Disposition": "attachment; filename=a.txt"},
        **body,
    )


def test_files_are_read_and_do_not_count_as_data() -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2

    response = upload("/default/", size)

    assert (response.status_code, response.json()) == (200, {"size": size})


@pytest.mark.parametrize("path", ["/small/", "/viewset/", "/django/"])
def test_a_view_has_a_limit_of_its_own(path: str) -> None:
    assert upload(path, SMALL // 2).status_code == 200
    assert_problem(upload(path, SMALL), 413, "too_large")


@pytest.mark.parametrize(
    ("path", "largest"),
    [
        ("/default/", LARGEST),
        ("/small/", SMALL),
        ("/viewset/", SMALL),
        ("/django/", SMALL),
    ],
)
def test_what_is_too_large_is_not_read(path: str, largest: int) -> None:
    assert_problem(announce(path, largest + 1), 413, "too_large")


def test_a_file_that_is_the_whole_body_has_the_same_limit() -> None:
    assert_problem(announce("/small/", SMALL + 1, "image/png"), 413, "too_large")


def test_the_admins_door_reads_no_large_file(settings: Any) -> None:
    settings.ROOT_URLCONF = "config.urls"

    assert_problem(announce("/admin/login/", LARGEST + 1), 413, "too_large")


def test_too_many_files_are_refused() -> None:
    files = [
        SimpleUploadedFile("a.txt", b"a")
        for _ in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)
    ]

    assert_problem(Client().post("/default/", {"file": files}), 400, "parse_error")


@pytest.mark.parametrize("length", ["", "0", "five"])
def test_without_a_length_there_is_no_body(length: str) -> None:
    """Neither Django nor DRF read one: a body in chunks has no length."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", b"a")})
    request.META["CONTENT_LENGTH"] = length

    with pytest.raises(KeyError):
        UploadView.as_view()(request)
