"""Asking for links, and using them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

NEW_PASSWORD = "four quiet otters juggle teapots"

Link = dict[str, str]


def links_in(mails: list[Any]) -> list[Link]:
    """Return the links to reset a password that were mailed."""
    found = [re.search(r"#uid=(\S+)&token=(\S+)", mail.body) for mail in mails]
    return [{"uid": link[1], "token": link[2]} for link in found if link]


@pytest.fixture
def ask(api: APIClient) -> Callable[..., Any]:
    """Ask for a link to reset the password of an address."""
    return lambda email, **more: api.post(
        reverse("password_reset"), {"email": email}, **more
    )


@pytest.fixture
def link(ask: Callable[..., Any], user: Any, mailoutbox: list[Any]) -> Link:
    """A link that was mailed to the user."""
    ask(user.email)
    return links_in(mailoutbox)[-1]


@pytest.fixture
def use(api: APIClient) -> Callable[..., Any]:
    """Set a new password with a link."""
    return lambda link, password=NEW_PASSWORD: api.post(
        reverse("password_reset_confirm"), {**link, "new_password": password}
    )
