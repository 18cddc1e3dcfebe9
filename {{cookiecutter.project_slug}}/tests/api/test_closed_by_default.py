"""What is added to the API is closed, described and strict from the start."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.mixins import AccessMixin
from django.test import Client
from django.urls import reverse
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from tests import transport
from tests.api.conftest import assert_problem
from tests.client import log_in, me, refresh
from tests.conftest import PASSWORD
from tests.endpoints import PREFIX, described, is_in_this_project, ours, served
from users.models import User

# What needs no token: the root endpoint, and what is posted to get one.
OPEN = re.compile(
    r"get |post ((\w+-)?token/(\w+/)?|[\w-]+/login/|users/(\w+-\w+/)?"
    r"|users/password/(?!change/)[\w/]+)"
)

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")

# Where secrets are sent, which no form may do. Other views may read files.
TAKES_A_SECRET = re.compile(rf"{PREFIX}(token/|users/(?!me/))")


def test_the_root_endpoint_is_public_and_links_others(api: APIClient) -> None:
    response = api.get(reverse("hello"), headers={"authorization": "Bearer garbage"})

    assert response.status_code == 200
    body = response.json()
    assert body["name"] == settings.PROJECT_NAME
    assert settings.SPECTACULAR_SETTINGS["VERSION"] not in response.text
    assert body["links"]["log in"] == f"http://testserver{reverse('token_obtain_pair')}"


def test_everything_else_asks_for_a_token() -> None:
    views = ours()
    closed = [
        (method, path)
        for path, operations in described().items()
        for method in operations
        if not OPEN.fullmatch(f"{method} {path.removeprefix(PREFIX)}")
        if AllowAny not in views[path].cls.permission_classes
    ]

    assert closed
    for method, path in closed:
        request = getattr(APIRequestFactory(), method)("/")
        assert views[path](request).status_code == 401, (method, path)


def test_every_path_of_the_api_is_described() -> None:
    """Other tests use the description to find all endpoints."""
    undescribed = {reverse("schema"), reverse("docs")}
    assert ours().keys() - undescribed == described().keys()


def protects_or_says_otherwise(view: Any) -> bool:
    """Return whether a view authenticates, or is marked as public."""
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


def test_a_view_without_permissions_asks_for_a_token() -> None:
    class New(APIView):
        def get(self, request: Any) -> None:
            raise AssertionError("the view is called")

    assert New.as_view()(APIRequestFactory().get("/")).status_code == 401


def methods_of(view: Any) -> set[str]:
    names = getattr(view, "actions", None) or [
        name for name in view.cls.http_method_names if hasattr(view.cls, name)
    ]
    return {name.upper() for name in names} - {"HEAD", "OPTIONS"}


def test_a_path_allows_the_methods_that_the_readme_lists() -> None:
    """Among others, no GET changes what is posted."""
    rows = re.findall(r"^\| `([A-Z, ]+) (/\S*)` \|", README, re.MULTILINE)
    listed = {path: set(methods.split(", ")) for methods, path in rows}
    # Whatever an owner has written.
    for name in ("token_obtain_pair", "token_refresh", "token_verify"):
        listed[reverse(name)] = {"POST"}

    for path, view in ours().items():
        found = methods_of(view)
        assert found == listed.get(re.sub(r"{\w+}", "<id>", path), found), (
            f"{path} now allows {found}. Correct README.md if that is meant."
        )


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "content_type",
    [FORM, "multipart/form-data; boundary=x", "text/plain; application/json", ""],
)
def test_the_content_types_of_forms_are_refused(user: User, content_type: str) -> None:
    writing = [
        path
        for path, operations in described().items()
        if "post" in operations and TAKES_A_SECRET.match(path)
    ]

    assert len(writing) >= 4
    for path in writing:
        client: Any = transport.new_client()
        client.force_authenticate(user, {"auth_time": int(time.time())})
        body = '{"a": "b"}'
        response = client.generic("POST", path, body, content_type=content_type)
        assert_problem(response, 415, "unsupported_media_type")


def test_tokens_and_what_they_open_are_not_cached(user: User) -> None:
    login = log_in(user)
    tokens = transport.tokens_in(login)

    for response in (login, refresh(tokens["refresh"]), me(tokens["access"])):
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["next", "url"])
@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "%0d%0a/x"]
)
def test_no_redirect_leads_to_another_site(
    client: Client, user: User, name: str, target: str
) -> None:
    user.is_staff = True
    user.save()
    credentials = {"username": user.get_username(), "password": "wrong"}
    for path in ["/", "/admin/", "/admin/login/", PREFIX, *described()]:
        url = f"{path}?{name}={target}"
        # As a raw path: the host of a URL would be removed.
        place: Any = {"PATH_INFO": f"//evil.example{path.rstrip('/')}"}
        for response in (
            client.get(url),
            client.post(url, credentials),
            client.get("/", **place),
            client.post("/", credentials, **place),
        ):
            location = response.get("Location", "/")
            assert re.match(r"/(?![/\\])", location), (url, location)

    form = credentials | {"password": PASSWORD}
    response = client.post(f"/admin/login/?{name}={target}", form)
    assert response.status_code == 302
    assert "evil" not in response["Location"]
