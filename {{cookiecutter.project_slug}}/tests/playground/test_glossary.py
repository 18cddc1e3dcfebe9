"""There is a word for whatever stands in a token."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.conf import settings

from playground.glossary import WORDS, words


def test_each_claim_of_this_services_tokens_has_a_word(
    tokens: dict[str, str], claims: Callable[[str], dict[str, Any]]
) -> None:
    for name in ("access", "refresh"):
        header = jwt.get_unverified_header(tokens[name])
        assert {*header, *claims(tokens[name])} <= set(words())


def test_so_do_the_registered_ones_and_those_that_are_required() -> None:
    registered = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}

    assert registered | set(settings.REQUIRED_CLAIMS) <= set(WORDS)


def test_custom_claims_say_where_they_come_from(settings: Any) -> None:
    settings.CUSTOM_CLAIMS = {"staff": "is_staff"}

    assert "is_staff" in words()["staff"]


@pytest.mark.parametrize("name", ["exp", "sub"])
def test_a_custom_claim_does_not_rename_a_registered_one(
    settings: Any, name: str
) -> None:
    settings.CUSTOM_CLAIMS = {name: "email"}

    assert "email" not in words()[name]
