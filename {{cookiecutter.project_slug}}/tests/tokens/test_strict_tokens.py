"""Tokens with a good signature that are refused all the same, wherever they come in."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import LEFT_OUT
from tests.tokens.forgery import refused

Altered = Callable[..., str]

BAD_CLAIMS: dict[str, list[Any]] = {
    "sub": [True, 1, 1.5, None, [], {}, "", "abc", "1\0", "\uff11", LEFT_OUT],
    "exp": ["9999999999", 1e18, 10**18, 10**400, [], None, True, -1, LEFT_OUT],
    "iat": ["1", 1e18, None, True, 0, LEFT_OUT],
    "jti": [1, None, "", "x" * 300, "\0", LEFT_OUT],
    "iss": [["acme"], None, 1, "", LEFT_OUT],
    "aud": [[], None, 1, "", LEFT_OUT],
    "token_type": ["sliding", None, 1, LEFT_OUT],
    "nbf": [4_000_000_000],
}
BAD_HEADERS: dict[str, list[Any]] = {
    "typ": ["JWT", "secevent+jwt", "", LEFT_OUT],
    "kid": ["unknown", "../../dev/null", "' OR 1=1 --", "x" * 3000, LEFT_OUT],
    "crit": [["exp"], ["b64"]],
    "b64": [False],
}


def each(bad: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param({name: value}, id=f"{name}={ascii(value)[:30]}")
        for name, values in bad.items()
        for value in values
    ]


@pytest.mark.parametrize("changes", each(BAD_CLAIMS))
def test_claims_that_are_missing_or_of_another_type(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    altered: Altered,
    kind: str,
    changes: dict[str, Any],
) -> None:
    assert refused(present(altered(tokens[kind], **changes)))


@pytest.mark.parametrize("headers", each(BAD_HEADERS))
def test_headers_of_another_kind_or_key(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    altered: Altered,
    kind: str,
    headers: dict[str, Any],
) -> None:
    assert refused(present(altered(tokens[kind], headers=headers)))


def test_the_long_name_of_the_kind_is_the_same_kind(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    typ = {"access": "application/at+jwt", "refresh": "RT+JWT"}[kind]

    assert present(altered(tokens[kind], headers={"typ": typ})).status_code == 200
