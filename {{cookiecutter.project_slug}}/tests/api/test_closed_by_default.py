"""Whatever is added to the API is closed, described and strict from the start."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.mixins import AccessMixin
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from tests import transport
from tests.api.conftest import LOGIN, assert_problem
from tests.conftest import PASSWORD
from tests.endpoints import PREFIX, described, is_in_this_project, ours, served
from users.models import User

# Where secrets are sent, which no form may do. Other views may read files.
TAKES_A_SECRET = re.compile(rf"{PREFIX}(token/|users/(?!me/))")


def test_every_path_of_the_api_is_described() -> None:
    """So that what is asked of the description is asked of all that came with it."""
    undescribed = {reverse("schema"), reverse("docs")}
    assert ours().keys() - undescribed == described().keys()


def protects_or_says_otherwise(view: Any) -> bool:
    """Tell whether a view asks who is there, or says that it is meant for everyone."""
    return (
        hasattr(view, "cls")  # A view of DRF's, with the default permissions.
        or hasattr(view, "login_url")  # Of @login_required and its kind.
        or issubclass(getattr(view, "view_class", object), AccessMixin)
        or getattr(view, "login_required", None) is False  # Of @login_not_required.
        or getattr(view, "csrf_exempt", False)  # For requests from elsewhere.
    )


def test_a_view_that_is_open_says_so() -> None:
    open_to_all = [
        f"{path} ({view.__module__}.{view.__qualname__})"
        for path, view in served()
        if path.startswith(PREFIX) and is_in_this_project(view)
        if not protects_or_says_otherwise(view)
    ]

    assert not open_to_all, (
        f"Open to everyone: {', '.join(open_to_all)}. These are views of Django's; only "
        "DRF's views ask for a token by default. Write @api_view(['GET']) from "
        "rest_framework.decorators above each of them, or, if everyone may call it, "
        "@login_not_required from django.contrib.auth.decorators."
    )


def test_a_view_that_says_nothing_asks_for_a_token() -> None:
    class New(APIView):
        def get(self, request: Any) -> None:
            raise AssertionError("nobody may get here")

    assert New.as_view()(APIRequestFactory().get("/")).status_code == 401


def test_looking_at_what_changes_something_changes_nothing(
    api: APIClient, user: User
) -> None:
    api.force_authenticate(user)
    writing = [
        path
        for path, operations in described().items()
        if "post" in operations and "get" not in operations
    ]

    assert len(writing) >= 4
    for path in writing:
        for method in (api.get, api.head):
            assert method(path).status_code == 405, path


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "text/plain; application/json",
        "",
    ],
)
def test_what_a_form_can_send_is_refused(user: User, content_type: str) -> None:
    writing = [
        path
        for path, operations in described().items()
        if "post" in operations and TAKES_A_SECRET.match(path)
    ]

    assert len(writing) >= 4
    for path in writing:
        client: Any = transport.new_client()
        client.force_authenticate(user)
        body = '{"a": "b"}'
        response = client.generic("POST", path, body, content_type=content_type)
        assert_problem(response, 415, "unsupported_media_type")


def test_tokens_and_what_they_open_are_kept_nowhere(
    api: APIClient,
    credentials: dict[str, str],
    refresh: Callable[[str], Any],
    me: Callable[[str], Any],
) -> None:
    login = api.post(LOGIN, credentials)
    tokens = transport.tokens_in(login)

    for response in (login, refresh(tokens["refresh"]), me(tokens["access"])):
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["next", "redirect_to", "url", "return"])
@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "%0d%0a/x"]
)
def test_nobody_is_sent_to_another_site(
    client: Client, user: User, name: str, target: str
) -> None:
    user.is_staff = True
    user.save()
    credentials = {"username": user.get_username(), "password": "wrong"}
    for path in ["/", "/admin/", "/admin/login/", PREFIX, *described()]:
        url = f"{path}?{name}={target}"
        # As it comes over the wire; a URL's host would be left out.
        place: Any = {"PATH_INFO": f"//evil.example{path.rstrip('/')}"}
        for response in (
            client.get(url),
            client.post(url, credentials),
            client.get("/", **place),
            client.post("/", credentials, **place),
        ):
            location = response.get("Location", "/")
            assert re.match(r"/(?![/\\])", location), (url, location)


def test_logging_in_to_the_admin_leads_to_the_admin(client: Client, user: User) -> None:
    user.is_staff = True
    user.save()
    form = {"username": user.get_username(), "password": PASSWORD}

    response = client.post("/admin/login/?next=https://evil.example", form)

    assert response.status_code == 302
    assert "evil" not in response["Location"]
