"""The challenge between the two steps of a login to the admin."""

import pytest
from django.test import Client

from second_factor.models import Factor
from tests.api.conftest import assert_problem
from tests.conftest import NEW_PASSWORD, PASSWORD, make_user
from tests.second_factor.admin import (
    LOGIN,
    assert_log_in_again,
    assert_refused,
    first_step,
    is_open,
    log_in,
    second_step,
)
from tests.second_factor.conftest import App, challenge_of, later
from users.models import User


def test_the_challenge_of_a_user_who_is_not_staff_is_refused(
    app: App, user: User, browser: Client
) -> None:
    """They get one from the API."""
    challenge = challenge_of(user)

    response = browser.post(LOGIN, {"challenge": challenge, "code": app.code()})

    assert_log_in_again(response)
    assert not browser.cookies.get("sessionid")


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
    Factor.objects.create(user=other, kind="totp", key=b"x")

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


def test_the_second_step_needs_the_csrf_token(app: App, staff: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    body = {"challenge": challenge_of(staff), "code": app.code()}

    assert_problem(browser.post(LOGIN, body), 403, "form_refused")
