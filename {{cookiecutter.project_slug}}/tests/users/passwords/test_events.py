"""A new password is written down, whoever set it, and without what it is."""

from typing import Any

from tests.api.conftest import Lines
from tests.users.passwords.conftest import NEW_PASSWORD, Link
from users.models import User


def test_a_link_that_is_used(use: Any, link: Link, user: User, lines: Lines) -> None:
    assert use({**link, "token": "x"}).status_code == 400
    assert use(link).status_code == 204

    [line] = [each for each in lines() if each["event"].startswith("authn")]
    assert (line["event"], line["user_id"]) == ("authn_password_change", str(user.pk))
    assert line["ip"] == "127.0.0.1"
    assert not {link["token"], NEW_PASSWORD} & set(map(str, line.values()))
