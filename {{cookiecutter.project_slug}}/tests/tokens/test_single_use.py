from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from rest_framework_simplejwt.token_blacklist.models import (
    BlacklistedToken,
    OutstandingToken,
)

from tests import transport
from tests.api.conftest import Lines, lines
from tests.races import at_once, with_row_locks
from users.models import User

__all__ = ["lines"]

Refresh = Callable[[str], Any]


def test_a_refresh_token_works_once(
    refresh: Refresh,
    tokens: dict[str, str],
    tokens_in: Callable[[Any], dict[str, str]],
    lines: Lines,
    user: User,
) -> None:
    rotated = tokens_in(refresh(tokens["refresh"]))

    assert refresh(tokens["refresh"]).status_code == 401
    assert refresh(rotated["refresh"]).status_code == 200
    [reuse] = [line for line in lines() if line["event"] == "authn_token_reuse"]
    assert (reuse["user_id"], reuse["level"]) == (str(user.pk), "warning")


@pytest.mark.parametrize(
    "step",
    [
        "tokens.logins.new_refresh_token",
        "tokens.logins.blacklist",
    ],
)
def test_what_fails_on_the_way_can_be_tried_again(
    refresh: Refresh,
    tokens: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("connection lost")

    with monkeypatch.context() as patch:
        patch.setattr(step, fail)
        assert refresh(tokens["refresh"]).status_code == 503

    assert refresh(tokens["refresh"]).status_code == 200


def test_a_refresh_token_that_was_never_issued_is_refused(
    refresh: Refresh, tokens: dict[str, str]
) -> None:
    OutstandingToken.objects.all().delete()

    assert refresh(tokens["refresh"]).status_code == 401


@with_row_locks
@pytest.mark.parametrize("requests", [2, 10])
def test_of_many_refreshes_at_the_same_time_one_succeeds(
    tokens: dict[str, str], requests: int
) -> None:
    answers = at_once(
        [lambda: transport.refresh(transport.new_client(), tokens["refresh"])]
        * requests
    )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [401] * (requests - 1)


@pytest.mark.django_db(transaction=True)
def test_a_refresh_during_a_change_of_the_password_is_revoked(
    user: User,
    tokens: dict[str, str],
    refresh: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    successors: list[dict[str, str]] = []
    bulk_create = BlacklistedToken.objects.bulk_create

    def refresh_first(*args: Any, **options: Any) -> Any:
        if not successors:
            successors.append(transport.tokens_in(refresh(tokens["refresh"])))
        return bulk_create(*args, **options)

    monkeypatch.setattr(BlacklistedToken.objects, "bulk_create", refresh_first)
    user.set_password("another horse, another battery")
    user.save()

    assert refresh(successors[0]["refresh"]).status_code == 401
