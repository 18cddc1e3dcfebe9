"""Resetting a password logs neither the link nor the password."""

from collections.abc import Callable
from typing import Any

from tests.api.conftest import Lines, lines
from tests.users.passwords.conftest import NEW_PASSWORD, links_in
from users.models import User

__all__ = ["lines"]


def test_a_reset_logs_no_secret(
    ask: Callable[..., Any],
    use: Callable[..., Any],
    user: User,
    mailoutbox: list[Any],
    lines: Lines,
) -> None:
    ask(user.email)
    [link] = links_in(mailoutbox)
    assert use({**link, "token": f"{link['token']}x"}).status_code == 400
    assert use(link).status_code == 204

    assert lines()
    assert link["token"] not in str(lines())
    assert NEW_PASSWORD not in str(lines())
