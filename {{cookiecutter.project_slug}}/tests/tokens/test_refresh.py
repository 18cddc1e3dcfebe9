"""A refresh token gives a new access token."""

from collections.abc import Callable
from typing import Any

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


def test_deactivated_and_deleted_users_get_the_same_response(
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
