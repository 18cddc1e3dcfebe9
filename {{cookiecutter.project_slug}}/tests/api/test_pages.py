"""Pages run what is a file of this service, and their forms work."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.utils.breadcrumbs import get_breadcrumbs

from tests.api.conftest import assert_problem
from tests.conftest import PASSWORD
from users.models import User


def test_a_page_uses_files_of_this_service_only(https: Client, db: None) -> None:
    policy = https.get("/admin/login/")["Content-Security-Policy"]

    sources = {word for rule in policy.split("; ") for word in rule.split()[1:]}
    assert sources == {"'none'", "'self'", "data:"}


def test_development_explains_errors(https: Client, settings: Any) -> None:
    settings.DEBUG = True

    explained = https.get("/nope")
    assert explained["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "default-src" in https.get(reverse("hello"))["Content-Security-Policy"]


def test_a_page_says_where_one_is() -> None:
    """DRF's pages show the way there, which is no way through what does not exist."""
    names = [name for name, _ in get_breadcrumbs(reverse("token_refresh"))]

    assert names == ["Hello", "Token Obtain Pair", "Token Refresh"]


def test_the_admins_forms_are_let_in(https: Any, user: User) -> None:
    """A browser that may not tell the page's address sends `Origin: null`."""
    user.is_staff = True
    user.save()
    https.handler.enforce_csrf_checks = True
    page = https.get("/admin/login/")
    assert page["Referrer-Policy"] == "same-origin"

    response = https.post(
        "/admin/login/",
        {
            "username": user.get_username(),
            "password": PASSWORD,
            "csrfmiddlewaretoken": page.cookies["csrftoken"].value,
        },
        headers={"origin": "https://api.example.com"},
    )

    assert response.status_code == 302


def test_a_forged_form_is_refused(https: Any, db: None) -> None:
    https.handler.enforce_csrf_checks = True

    assert_problem(https.post("/admin/login/", {}), 403, "form_refused")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("origins", "policy"),
    [([], "same-origin"), (["https://app.example.com"], "cross-origin")],
)
def test_images_may_be_shown_where_an_origin_is_listed(
    https: Client, db: None, settings: Any, origins: list[str], policy: str
) -> None:
    settings.CORS_ALLOWED_ORIGINS = origins

    image = https.get("/static/admin/img/icon-yes.svg")

    assert image["Content-Type"].startswith("image/")
    assert image["Cross-Origin-Resource-Policy"] == policy
    image.close()
