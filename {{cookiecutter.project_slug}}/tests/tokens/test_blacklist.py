"""The tables of SimpleJWT."""

from typing import Any

import pytest
from django.db import OperationalError
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from tests import transport
from tests.client import Tokens, claims, log_in
from users.models import User


def test_the_admin_lists_the_tokens(
    api: APIClient, tokens: Tokens, admin_client: Any
) -> None:
    transport.bring(api, "token_blacklist", tokens["refresh"])

    for model in ("outstandingtoken", "blacklistedtoken"):
        page = admin_client.get(reverse(f"admin:token_blacklist_{model}_changelist"))
        assert page.status_code == 200
        assert OutstandingToken.objects.get().jti in page.content.decode()


def test_the_token_of_a_shorter_session_is_stored_with_its_end(user: User) -> None:
    token = transport.tokens_in(log_in(user, lifetime="1m"))["refresh"]

    row = OutstandingToken.objects.get()
    assert claims(row.token) == claims(token)
    assert row.expires_at.timestamp() == claims(token)["exp"]


def test_a_login_that_fails_leaves_no_valid_token(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("connection lost")

    monkeypatch.setattr("tokens.logins.groups_if_unchanged", fail)

    assert log_in(user).status_code == 503
    assert not OutstandingToken.objects.filter(blacklistedtoken=None).exists()
