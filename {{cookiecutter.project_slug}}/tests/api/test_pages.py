"""Pages run what is a file of this service, and their forms work."""

from typing import Any

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

    assert "Content-Security-Policy" not in https.get("/nope")
    assert "Content-Security-Policy" in https.get(reverse("hello"))


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
