from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from users.models import User

Refresh = Callable[[str], Any]
Tokens = dict[str, str]


def test_a_refresh_token_gives_a_new_access_token(
    refresh: Refresh, me: Callable[[str], Any], tokens: Tokens
) -> None:
    response = refresh(tokens["refresh"])

    assert response.status_code == 200
    assert response.json()["access"] != tokens["access"]
    assert me(response.json()["access"]).status_code == 200


def test_a_refresh_token_expires(
    refresh: Refresh, tokens: Tokens, lifetimes: tuple[timedelta, timedelta]
) -> None:
    with time_machine.travel(timezone.now() + lifetimes[1] + timedelta(seconds=1)):
        response = refresh(tokens["refresh"])

    assert response.status_code == 401
    assert response.json()["code"] == "token_not_valid"


def test_an_access_token_is_not_a_refresh_token(
    refresh: Refresh, tokens: Tokens
) -> None:
    assert refresh(tokens["access"]).status_code == 401


def test_deactivated_and_deleted_users_get_the_same_answer(
    refresh: Refresh, tokens: Tokens, user: User
) -> None:
    user.is_active = False
    user.save()
    deactivated = refresh(tokens["refresh"])
    user.delete()
    deleted = refresh(tokens["refresh"])

    assert deactivated.status_code == deleted.status_code == 401
    assert deactivated.content == deleted.content
    assert deleted.json()["code"] == "token_not_valid"


def test_a_token_without_a_real_subject_is_refused(
    refresh: Refresh, tokens: Tokens, altered: Callable[..., str]
) -> None:
    for subject in ("1", "", "no-uuid", None):
        response = refresh(altered(tokens["refresh"], sub=subject))
        assert response.status_code == 401


def test_garbage_is_refused(refresh: Refresh) -> None:
    assert refresh("garbage").status_code == 401
