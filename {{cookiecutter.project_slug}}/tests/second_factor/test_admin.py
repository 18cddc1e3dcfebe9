"""The admin asks for the second factor after the password, and staff may need one."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from second_factor.admin_login import TOO_OLD
from second_factor.models import Authenticator
from tests.api.conftest import Lines, assert_problem
from tests.client import log_in as log_in_to_the_api
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.second_factor.conftest import App, challenge_of, later
from users.models import User

LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")
ADD = reverse("admin:add_second_factor")
USERS = reverse("admin:users_user_changelist")
WRONG = "The second factor is wrong, or was used before."


@pytest.fixture
def staff(app: App, user: User) -> User:
    """A superuser with an authenticator app."""
    User.objects.update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def browser() -> Client:
    return Client()


def first_step(browser: Client, user: User, **more: str) -> Any:
    body = {"username": user.get_username(), "password": PASSWORD, **more}
    return browser.post(LOGIN, body)


def second_step(browser: Client, page: Any, **fields: str) -> Any:
    """Send the form of the second step, as a browser does, with these fields filled in."""
    hidden = dict(re.findall(r'name="(\w+)" value="(.*?)"', page.content.decode()))
    return browser.post(LOGIN, {**hidden, **fields})


def log_in(browser: Client, user: User, **fields: str) -> Any:
    return second_step(browser, first_step(browser, user), **fields)


def is_open(browser: Client) -> bool:
    statuses = {browser.get(path).status_code for path in (INDEX, USERS)}
    assert len(statuses) == 1
    return statuses == {200}


def events(lines: Lines) -> list[tuple[str, Any]]:
    names = ("authn_login_success", "authn_login_fail")
    return [
        (line["event"], line.get("user_id"))
        for line in lines()
        if line["event"] in names
    ]


def assert_refused(response: Any, field: str, error: str = WRONG) -> None:
    """The page of the second step is shown again, with an error at its field."""
    assert response.status_code == 200
    assert response.templates[0].name == "admin/second_factor.html"
    assert response.context["form"].errors == {field: [error]}
    assert error in response.content.decode()


def assert_log_in_again(response: Any) -> None:
    """The page of the first step is shown, with a message."""
    assert response.status_code == 200
    assert response.templates[0].name == "admin/login.html"
    text = response.content.decode()
    assert f'<li class="warning">{TOO_OLD}</li>' in text
    assert 'name="password"' in text
    assert 'name="challenge"' not in text


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


def test_the_challenge_of_a_user_who_is_not_staff_is_refused(
    app: App, user: User, browser: Client
) -> None:
    """They get one from the API."""
    challenge = challenge_of(user)

    response = browser.post(LOGIN, {"challenge": challenge, "code": app.code()})

    assert_log_in_again(response)
    assert not browser.cookies.get("sessionid")


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


def test_a_challenge_expires(app: App, staff: User, browser: Client) -> None:
    page = first_step(browser, staff)

    with later(302):
        assert_log_in_again(second_step(browser, page, code=app.code()))


def test_a_challenge_is_used_up_by_five_failures(
    app: App, staff: User, browser: Client
) -> None:
    page = first_step(browser, staff)
    for _ in range(5):
        assert_refused(second_step(browser, page, code="x"), "code")

    assert_log_in_again(second_step(browser, page, code=app.code()))


def test_a_challenge_is_used_up_by_success(
    app: App, staff: User, browser: Client
) -> None:
    page = first_step(browser, staff)
    assert second_step(browser, page, code=app.code()).status_code == 302

    assert_log_in_again(second_step(Client(), page, code=app.code(30)))


def test_a_challenge_is_for_one_account(app: App, staff: User, browser: Client) -> None:
    other = make_user("bob@example.com", is_staff=True)
    Authenticator.objects.create(user=other, name="x", secret="x", last_period=0)

    assert_refused(log_in(browser, other, code=app.code()), "code")


def test_a_challenge_ends_with_the_password(
    app: App, staff: User, browser: Client
) -> None:
    page = first_step(browser, staff)
    staff.set_password(NEW_PASSWORD)
    staff.save()

    assert_log_in_again(second_step(browser, page, code=app.code()))


@pytest.mark.parametrize("challenge", ["", "x", "\0", "a:b:c"])
def test_an_invented_challenge_is_refused(
    app: App, staff: User, browser: Client, challenge: str
) -> None:
    """The password that is sent with it is not even checked."""
    form = {"username": staff.get_username(), "password": PASSWORD}

    response = browser.post(LOGIN, {**form, "challenge": challenge, "code": app.code()})

    assert_log_in_again(response)
    assert not is_open(browser)


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


def test_the_second_step_needs_the_csrf_token(app: App, staff: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    body = {"challenge": challenge_of(staff), "code": app.code()}

    assert_problem(browser.post(LOGIN, body), 403, "form_refused")


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


def test_the_owner_is_not_locked_out(
    app: App, staff: User, browser: Client, settings: Any
) -> None:
    """The address of a login is exempt from the limit of the account."""
    assert log_in(browser, staff, code=app.code()).status_code == 302
    settings.THROTTLE_RATES = settings.THROTTLE_RATES | {"login": (5, 60)}
    for number in range(6):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(
            LOGIN, {"username": staff.get_username(), "password": "wrong"}
        )

    assert first_step(Client(), staff).status_code == 200
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert first_step(elsewhere, staff).status_code == 429


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
