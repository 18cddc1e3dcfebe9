"""Of the requests with one refresh token, one gets new tokens."""

from typing import Any

import pytest
from django.db import OperationalError
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)

from tests.api.conftest import Lines
from tests.client import Tokens, refresh, refreshed
from tests.races import at_once, set_password, with_row_locks
from users.models import User


def test_a_refresh_token_is_valid_once(
    tokens: Tokens, lines: Lines, user: User
) -> None:
    successor = refreshed(tokens["refresh"])

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(successor["refresh"]).status_code == 200
    [reuse] = [line for line in lines() if line["event"] == "authn_token_reuse"]
    assert (reuse["user_id"], reuse["level"]) == (str(user.pk), "warning")


@pytest.mark.parametrize("step", ["new_refresh_token", "blacklist"])
def test_a_refresh_that_fails_can_be_repeated(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("connection lost")

    with monkeypatch.context() as patch:
        patch.setattr(f"tokens.logins.{step}", fail)
        assert refresh(tokens["refresh"]).status_code == 503

    assert refresh(tokens["refresh"]).status_code == 200


def test_a_refresh_token_that_was_not_issued_is_refused(tokens: Tokens) -> None:
    OutstandingToken.objects.all().delete()

    assert refresh(tokens["refresh"]).status_code == 401


@with_row_locks
def test_exactly_one_of_concurrent_refreshes_succeeds(tokens: Tokens) -> None:
    responses = at_once([lambda: refresh(tokens["refresh"])] * 10)

    statuses = sorted(response.status_code for response in responses)
    assert statuses == [200] + [401] * 9


@pytest.mark.django_db(transaction=True)
def test_a_refresh_during_a_change_of_the_password_is_revoked(
    user: User, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    successors: list[Tokens] = []
    bulk_create = BlacklistedToken.objects.bulk_create

    def refresh_first(*args: Any, **options: Any) -> Any:
        if not successors:
            successors.append(refreshed(tokens["refresh"]))
        return bulk_create(*args, **options)

    monkeypatch.setattr(BlacklistedToken.objects, "bulk_create", refresh_first)
    set_password(user)

    assert refresh(successors[0]["refresh"]).status_code == 401
