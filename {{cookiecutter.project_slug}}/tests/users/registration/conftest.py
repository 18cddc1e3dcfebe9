"""Asking for an account, and making it with the link."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from users.models import User

Call = Callable[..., Any]

ADDRESS = "ben@example.com"
NAMES: dict[str, Any] = {
    name: "ben" for name in [User.USERNAME_FIELD] if name != "email"
}


def tokens_in(mails: list[Any]) -> list[str]:
    found = [re.search(r"/verify-email#token=(\S+)", mail.body) for mail in mails]
    return [token[1] for token in found if token]


@pytest.fixture
def register(api: APIClient, db: None) -> Call:
    return lambda email=ADDRESS, **more: api.post(
        reverse("register"), {"email": email, **more}
    )


@pytest.fixture
def token(register: Call, mailoutbox: list[Any]) -> str:
    """The token of a link that was mailed to ADDRESS."""
    register()
    return tokens_in(mailoutbox)[-1]


@pytest.fixture
def verify(api: APIClient) -> Call:
    return lambda token, **more: api.post(
        reverse("verify_email"),
        {"token": token, "password": PASSWORD, **NAMES, **more},
    )


@pytest.fixture
def log_in(api: APIClient) -> Call:
    def post(password: str = PASSWORD) -> int:
        name = {User.USERNAME_FIELD: NAMES.get("username", ADDRESS)}
        answer = api.post(reverse("token_obtain_pair"), {**name, "password": password})
        return int(answer.status_code)

    return post
