"""With STAFF_NEED_SECOND_FACTOR, no page of the admin opens without a second factor."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from second_factor.models import Factor, RecoveryCode
from second_factor.totp import WRONG
from tests.api.conftest import Lines, assert_problem
from tests.conftest import make_user
from tests.second_factor.admin import (
    INDEX,
    LOGIN,
    USERS,
    first_step,
    is_open,
    log_in,
    send,
)
from tests.second_factor.conftest import App, changes, later
from users.models import User

ADD = reverse("admin:add_second_factor")


@pytest.fixture(autouse=True)
def needed(settings: Any, noon: Any) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def newcomer(user: User) -> User:
    """A superuser without a factor."""
    User.objects.update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return user


def open_enrolment(browser: Client, user: User, place: str = INDEX) -> Any:
    """Log in with the password, and return the page that the browser is led to."""
    assert first_step(browser, user, next=place).status_code == 302
    page = browser.get(place, follow=True)
    assert page.redirect_chain[-1] == (f"{ADD}?next={place}", 302)
    return page


def app_of(page: Any) -> App:
    return App(page.context["enrolment"].secret)


def enrol(browser: Client, page: Any, **fields: str) -> Any:
    return send(browser, page.request["PATH_INFO"], page, **fields)


def sends_to_login(response: Any) -> bool:
    return bool(response.status_code == 302) and response["Location"].startswith(LOGIN)


def test_staff_add_an_app_at_their_first_login(
    newcomer: User, browser: Client, lines: Lines
) -> None:
    page = open_enrolment(browser, newcomer, USERS)
    text = page.content.decode()
    app = app_of(page)
    assert f'<code class="secret">{page.context["enrolment"].secret}</code>' in text
    assert '<img src="data:image/svg+xml' in text
    assert "no-store" in page["Cache-Control"]
    assert not is_open(browser)

    done = enrol(browser, page, code=app.code(-30))
    assert done.status_code == 200
    codes = re.findall(r"(?:[A-Z2-7]{6}-){3}[A-Z2-7]{6}", done.content.decode())
    assert len(set(codes)) == RecoveryCode.objects.count() == 10
    assert f'href="{USERS}"' in done.content.decode()
    with later(60 * 60):
        assert is_open(browser)
    assert changes(lines) == ["added"]
    # From now on it is asked for.
    other = Client()
    assert log_in(other, newcomer, code=app.code()).status_code == 302
    assert is_open(other)
    assert log_in(Client(), newcomer, recovery_code=codes[0]).status_code == 302


def test_the_key_of_the_session_changes_with_the_factor(
    newcomer: User, browser: Client
) -> None:
    page = open_enrolment(browser, newcomer)
    before = browser.cookies["sessionid"].value

    enrol(browser, page, code=app_of(page).code())

    assert browser.cookies["sessionid"].value != before
    assert is_open(browser)


def test_a_wrong_code_adds_nothing_and_the_secret_stays(
    newcomer: User, browser: Client
) -> None:
    page = open_enrolment(browser, newcomer)
    app = app_of(page)
    wrong = f"{(int(app.code()) + 1) % 1_000_000:06}"

    again = enrol(browser, page, code=wrong)

    assert again.status_code == 200
    assert again.context["form"].errors == {"code": [WRONG]}
    text = again.content.decode()
    assert 'aria-describedby="id_code_error"' in text
    assert page.context["enrolment"].secret not in text
    assert re.search(rf'<a href="{ADD}.*?">Begin again</a>', text)
    assert not Factor.objects.exists()
    assert enrol(browser, again, code=app.code()).status_code == 200
    assert is_open(browser)


def test_after_ten_minutes_there_is_another_secret(
    newcomer: User, browser: Client
) -> None:
    page = open_enrolment(browser, newcomer)

    with later(601):
        again = enrol(browser, page, code=app_of(page).code())
        assert again.context["form"].errors == {"code": [WRONG]}
        page = browser.get(ADD)
        enrol(browser, page, code=app_of(page).code())
        assert is_open(browser)


def test_an_app_is_added_within_fifteen_minutes_of_the_password(
    newcomer: User, browser: Client
) -> None:
    open_enrolment(browser, newcomer)

    with later(899):
        page = browser.get(ADD)
        assert page.status_code == 200
    with later(901):
        assert sends_to_login(enrol(browser, page, code=app_of(page).code()))
    assert not Factor.objects.exists()


@pytest.mark.parametrize("with_factor", [True, False])
def test_a_session_without_a_proof_opens_no_page_and_adds_no_factor(
    user: User, browser: Client, with_factor: bool, request: Any
) -> None:
    """It was opened before the setting, or by other code than the login of the admin."""
    User.objects.update(is_staff=True, is_superuser=True)
    if with_factor:
        request.getfixturevalue("app")
    before = Factor.objects.count()
    browser.force_login(user)

    assert not is_open(browser)
    assert sends_to_login(browser.get(ADD))
    assert sends_to_login(browser.post(ADD, {"code": "x"}))
    assert browser.get(LOGIN).status_code == 200
    assert Factor.objects.count() == before


def test_a_factor_that_was_added_meanwhile_is_needed(
    newcomer: User, browser: Client, request: Any
) -> None:
    """The session of a person who knows the password only cannot add another."""
    page = open_enrolment(browser, newcomer)
    app = request.getfixturevalue("app")

    assert sends_to_login(enrol(browser, page, code=app_of(page).code()))
    assert Factor.objects.count() == 1
    assert not is_open(browser)
    assert log_in(browser, newcomer, code=app.code()).status_code == 302
    assert is_open(browser)


def test_without_its_factor_a_session_opens_no_page(
    app: App, staff: User, browser: Client
) -> None:
    assert log_in(browser, staff, code=app.code()).status_code == 302
    assert is_open(browser)

    call_command("reset_second_factor", staff.get_username())

    assert not is_open(browser)
    assert sends_to_login(browser.get(ADD))


def test_a_session_is_of_one_user(app: App, staff: User, browser: Client) -> None:
    assert log_in(browser, staff, code=app.code()).status_code == 302
    other = make_user("bob@example.com", is_staff=True)

    assert first_step(browser, other).status_code == 302

    assert not is_open(browser)


@pytest.mark.parametrize("is_known", [True, False])
def test_only_staff_add_an_app_here(
    user: User, browser: Client, is_known: bool
) -> None:
    if is_known:
        browser.force_login(user)

    assert sends_to_login(browser.get(ADD))
    assert not is_open(browser)


def test_the_page_leads_to_a_place_of_this_service(
    newcomer: User, browser: Client
) -> None:
    open_enrolment(browser, newcomer)
    page = browser.get(ADD, {"next": "https://evil.example/"})

    assert page.context["next"] == INDEX
    done = enrol(browser, page, code=app_of(page).code(), next="//evil.example/")
    assert f'href="{INDEX}"' in done.content.decode()
    assert "evil" not in done.content.decode()


def test_the_page_needs_the_csrf_token(newcomer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(newcomer)

    assert_problem(browser.post(ADD, {"code": "x"}), 403, "form_refused")


def test_the_setting_turns_it_off(
    newcomer: User, browser: Client, settings: Any
) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False

    assert first_step(browser, newcomer).status_code == 302

    assert is_open(browser)
    assert sends_to_login(browser.get(ADD))
