"""The admin asks for the second factor after the password."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from tests.api.conftest import Lines, assert_problem
from tests.client import log_in as log_in_to_the_api
from tests.conftest import PASSWORD, make_user
from tests.second_factor.admin import (
    INDEX,
    LOGIN,
    USERS,
    assert_refused,
    first_step,
    is_open,
    log_in,
    second_step,
)
from tests.second_factor.conftest import App
from users.models import User


def events(lines: Lines) -> list[tuple[str, Any]]:
    names = ("authn_login_success", "authn_login_fail")
    return [
        (line["event"], line.get("user_id"))
        for line in lines()
        if line["event"] in names
    ]


def test_after_the_password_a_code_is_asked_for(
    app: App, staff: User, browser: Client, lines: Lines
) -> None:
    page = first_step(browser, staff)

    assert page.status_code == 200
    assert page.context["methods"] == ["code", "recovery_code"]
    assert "no-store" in page["Cache-Control"]
    assert not browser.cookies.get("sessionid")
    assert not is_open(browser)
    assert events(lines) == []

    response = second_step(browser, page, code=app.code())
    assert (response.status_code, response["Location"]) == (302, INDEX)
    assert is_open(browser)
    assert events(lines) == [("authn_login_success", str(staff.pk))]


def test_without_a_factor_the_password_is_enough(user: User, browser: Client) -> None:
    User.objects.update(is_staff=True, is_superuser=True)

    assert first_step(browser, user).status_code == 302
    assert is_open(browser)


def test_a_wrong_password_does_not_tell_that_there_is_a_factor(
    staff: User, browser: Client
) -> None:
    other = make_user("bob@example.com", is_staff=True)
    pages = [
        first_step(browser, each, password="wrong").content.decode()
        for each in (staff, other)
    ]

    names = "ann@example.com|bob@example.com"
    first, second = [
        re.sub(rf'{names}|name="csrfmiddlewaretoken" value="\w+"', "", page)
        for page in pages
    ]
    assert first == second
    assert 'name="challenge"' not in first


def test_users_who_are_not_staff_are_refused_as_by_django(
    app: App, user: User, browser: Client, lines: Lines
) -> None:
    page = first_step(browser, user)

    assert page.templates[0].name == "admin/login.html"
    assert "for a staff account" in page.content.decode()
    assert events(lines) == [("authn_login_fail", None)]


def test_a_wrong_code_is_refused(
    app: App, staff: User, browser: Client, lines: Lines
) -> None:
    page = first_step(browser, staff)
    wrong = f"{(int(app.code()) + 1) % 1_000_000:06}"

    again = second_step(browser, page, code=wrong)

    assert_refused(again, "code")
    text = again.content.decode()
    assert 'aria-describedby="id_code_error"' in text
    assert 'id="id_code_error"' in text
    assert f'value="{wrong}"' not in text
    assert events(lines) == [("authn_login_fail", str(staff.pk))]
    assert second_step(browser, again, code=app.code()).status_code == 302


def test_a_code_is_right_once(app: App, staff: User, browser: Client) -> None:
    code = app.code()
    assert log_in(browser, staff, code=code).status_code == 302

    assert_refused(log_in(Client(), staff, code=code), "code")


def test_a_recovery_code_replaces_the_app_once(
    staff: User, browser: Client, recovery_codes: list[str]
) -> None:
    code = recovery_codes[0]
    assert log_in(browser, staff, recovery_code=code).status_code == 302
    assert is_open(browser)

    again = log_in(Client(), staff, recovery_code=code)

    assert_refused(again, "recovery_code")
    assert "<details open>" in again.content.decode()


def test_exactly_one_code_is_needed(
    app: App, staff: User, browser: Client, recovery_codes: list[str]
) -> None:
    page = first_step(browser, staff)

    for fields in ({}, {"code": app.code(), "recovery_code": recovery_codes[0]}):
        response = second_step(browser, page, **fields)
        assert_refused(response, "__all__", "Enter one code.")


@pytest.mark.parametrize("code", ["12345678901", "\0", "\u0661" * 6])
def test_a_code_of_another_form_is_refused(
    app: App, staff: User, browser: Client, code: str
) -> None:
    response = log_in(browser, staff, code=code)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["code"]


@pytest.mark.parametrize("way", ["query", "form"])
@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        (USERS, USERS),
        ("https://evil.example/", INDEX),
        ("//evil.example/", INDEX),
        ("javascript:alert(1)", INDEX),
    ],
)
def test_a_login_leads_to_a_place_of_this_service(
    app: App, staff: User, browser: Client, place: str, leads_to: str, way: str
) -> None:
    path = f"{LOGIN}?next={place}" if way == "query" else LOGIN
    more = {"next": place} if way == "form" else {}
    body = {"username": staff.get_username(), "password": PASSWORD, **more}
    page = browser.post(path, body)

    # A browser fills in what the page has; an attacker may not.
    response = second_step(browser, page, code=app.code())
    assert (response.status_code, response["Location"]) == (302, leads_to)
    page = browser.post(path, body)
    hidden = page.context["form"]["challenge"].value()
    body = {"challenge": hidden, "code": app.code(30), **more}
    response = browser.post(path, body)
    assert (response.status_code, response["Location"]) == (302, leads_to)


def test_the_key_of_the_session_changes(app: App, staff: User, browser: Client) -> None:
    """A copy of an earlier session is not proven."""
    browser.force_login(staff)
    before = browser.cookies["sessionid"].value

    assert log_in(browser, staff, code=app.code()).status_code == 302

    assert browser.cookies["sessionid"].value != before
    assert Client(headers={"cookie": f"sessionid={before}"}).get(INDEX).status_code == (
        302
    )


def test_the_second_step_is_limited_by_address(
    app: App, staff: User, browser: Client, five_a_minute: None
) -> None:
    page = first_step(browser, staff)
    for _ in range(4):
        assert second_step(browser, page, code="x").status_code == 200

    assert_problem(second_step(browser, page, code=app.code()), 429, "throttled")


def test_the_second_step_is_limited_by_account(
    app: App, staff: User, browser: Client, settings: Any
) -> None:
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"second_factor": (3, 3600)}
    for _ in range(3):
        assert_refused(log_in(browser, staff, code="x"), "code")

    assert_problem(log_in(browser, staff, code=app.code()), 429, "throttled")
    # With the attempts at the API.
    assert log_in_to_the_api(staff).status_code == 401


def test_the_owner_is_not_locked_out(app: App, staff: User, settings: Any) -> None:
    """The address of a login is exempt from the limit of the account."""
    at_home: Any = {"REMOTE_ADDR": "10.1.0.1"}
    assert log_in(Client(**at_home), staff, code=app.code()).status_code == 302
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"login": (5, 60)}
    for number in range(5):
        attacker = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert first_step(attacker, staff, password="wrong").status_code == 200

    assert first_step(Client(**at_home), staff).status_code == 200
    assert first_step(Client(REMOTE_ADDR="10.0.0.9"), staff).status_code == 429


def test_another_backend_of_the_service_does_not_matter(
    app: App, staff: User, browser: Client, settings: Any
) -> None:
    """One that comes first and finds no users, such as one for permissions."""
    settings.AUTHENTICATION_BACKENDS = [
        "tests.second_factor.test_checks.PermissionsBackend",
        *settings.AUTHENTICATION_BACKENDS,
    ]

    assert log_in(browser, staff, code=app.code()).status_code == 302
    assert is_open(browser)


def test_the_site_of_the_admin_is_the_one_that_asks() -> None:
    assert type(admin.site._wrapped).__module__ == "second_factor.admin_site"  # type: ignore[attr-defined]
