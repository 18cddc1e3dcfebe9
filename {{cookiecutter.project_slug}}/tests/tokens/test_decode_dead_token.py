"""`manage.py decode_token` knows what the database knows of a token."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from tests import transport
from tests.tokens.test_decode_token import verdict

DEAD = "This service refuses it: it has come to its end before its time."


def test_a_token_of_somebody_who_has_logged_out(
    api: APIClient, tokens: dict[str, str]
) -> None:
    transport.bring(api, "token_blacklist", tokens["refresh"])

    assert verdict(tokens["refresh"]) == DEAD


def test_looking_at_a_token_uses_nothing_up(
    tokens: dict[str, str], refresh: Callable[[str], Any]
) -> None:
    verdict(tokens["refresh"])

    assert refresh(tokens["refresh"]).status_code == 200
