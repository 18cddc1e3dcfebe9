"""The limits of bodies with files."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
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


class DjangoView(View):
    max_upload_size = SMALL

    def post(self, request: Any) -> HttpResponse:
        return HttpResponse(str(request.FILES["file"].size))


urlpatterns = [
    path("default/", UploadView.as_view()),
    path("small/", SmallUploadView.as_view()),
    path("viewset/", SmallViewSet.as_view({"post": "create"})),
    path("django/", DjangoView.as_view()),
]
handler400 = "api.errors.bad_request"


@pytest.fixture(autouse=True)
def views() -> Any:
    with override_settings(ROOT_URLCONF=__name__):
        yield


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


def test_files_are_read_and_do_not_count_as_data() -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2

    response = upload("/default/", size)

    assert (response.status_code, response.json()) == (200, {"size": size})


@pytest.mark.parametrize("path", ["/small/", "/viewset/", "/django/"])
def test_a_view_can_have_another_limit(path: str) -> None:
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
def test_a_body_that_is_too_large_is_not_read(path: str, largest: int) -> None:
    assert_problem(announce(path, largest + 1), 413, "too_large")
    if path == "/small/":
        # A file that is the whole body.
        assert_problem(announce(path, SMALL + 1, "image/png"), 413, "too_large")


def test_the_admin_has_the_same_limit(settings: Any) -> None:
    settings.ROOT_URLCONF = "config.urls"

    assert_problem(announce("/admin/login/", LARGEST + 1), 413, "too_large")
