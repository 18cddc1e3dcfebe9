"""Logins to the admin, as a browser sends them."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from second_factor.admin_login import TOO_OLD
from tests.conftest import PASSWORD
from users.models import User

LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")
USERS = reverse("admin:users_user_changelist")
WRONG = "The second factor is wrong, or was used before."


def first_step(browser: Client, user: User, **more: str) -> Any:
    body = {"username": user.get_username(), "password": PASSWORD, **more}
    return browser.post(LOGIN, body)


def send(browser: Client, path: str, page: Any, **fields: str) -> Any:
    """Send the form of a page, with these fields filled in."""
    hidden = dict(re.findall(r'name="(\w+)" value="(.*?)"', page.content.decode()))
    return browser.post(path, {**hidden, **fields})


def second_step(browser: Client, page: Any, **fields: str) -> Any:
    return send(browser, LOGIN, page, **fields)


def log_in(browser: Client, user: User, **fields: str) -> Any:
    return second_step(browser, first_step(browser, user), **fields)


def is_open(browser: Client) -> bool:
    statuses = {browser.get(path).status_code for path in (INDEX, USERS)}
    assert statuses in ({200}, {302})
    return statuses == {200}


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
