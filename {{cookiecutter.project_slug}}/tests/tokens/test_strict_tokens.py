"""Tokens with a good signature that are refused all the same, wherever they come in."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from tests.conftest import LEFT_OUT
from tests.tokens.forgery import refused

Altered = Callable[..., str]

ISSUER = settings.SIMPLE_JWT["ISSUER"]
AUDIENCE = settings.SIMPLE_JWT["AUDIENCE"]
HUGE = [1e18, 10**18, 10**400, float("inf"), float("nan")]

BAD_CLAIMS: dict[str, list[Any]] = {
    "sub": [True, 1, 1.5, None, [], {}, "", "abc", "1\0", "\uff11", 1e30],
    "exp": ["9999999999", *HUGE, [], None, True, -1],
    "iat": ["1", *HUGE, None, True, 0, 4_000_000_000],
    "jti": [1, None, "", "x" * 300, "\0"],
    "sid": [1, None, "", "x", "\0"],
    "iss": [[ISSUER], f"{ISSUER}x", ISSUER.upper(), ISSUER[:-1], None, 1],
    "aud": [[], ["other"], f"{AUDIENCE}x", AUDIENCE[:-1], None, 1],
    "token_type": ["sliding", "", None, 1],
    "nbf": [4_000_000_000],
}
# Not taken from the settings, where one could be missing.
NEEDED = {"iss", "aud", "sub", "iat", "exp", "jti", "token_type", "sid"}

BAD_HEADERS: dict[str, list[Any]] = {
    "typ": ["JWT", "secevent+jwt", "", LEFT_OUT],
    "kid": ["unknown", "../../dev/null", "' OR 1=1 --", "x" * 3000, LEFT_OUT],
    "crit": [["exp"], ["b64"]],
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


def test_no_claim_can_be_left_out(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    altered: Altered,
    claims: Callable[[str], dict[str, Any]],
    kind: str,
) -> None:
    there = NEEDED & set(claims(tokens[kind]))

    assert there | {"sid"} == NEEDED
    for name in there:
        assert refused(present(altered(tokens[kind], **{name: LEFT_OUT})))
    assert present(altered(tokens[kind])).status_code == 200


@pytest.mark.parametrize(
    "spelled",
    [
        str.upper,
        "urn:uuid:{}".format,
        lambda key: "{" + key + "}",
        lambda key: key.replace("-", ""),
    ],
)
@pytest.mark.parametrize("name", ["sub", "jti", "sid"])
def test_a_key_has_one_spelling(
    present: Callable[[str], Any],
    tokens: dict[str, str],
    altered: Altered,
    claims: Callable[[str], dict[str, Any]],
    kind: str,
    name: str,
    spelled: Callable[[str], str],
) -> None:
    key = claims(tokens[kind]).get(name, str(uuid4()))

    assert refused(present(altered(tokens[kind], **{name: spelled(key)})))


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


def test_each_mark_of_another_kind_is_enough(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    typ = {"access": "rt+jwt", "refresh": "at+jwt"}[kind]
    token_type = {"access": "refresh", "refresh": "access"}[kind]

    assert refused(present(altered(tokens[kind], headers={"typ": typ})))
    assert refused(present(altered(tokens[kind], token_type=token_type)))


def test_one_of_several_audiences_is_enough(
    present: Callable[[str], Any], tokens: dict[str, str], altered: Altered, kind: str
) -> None:
    token = altered(tokens[kind], aud=["another-service", AUDIENCE])

    assert present(token).status_code == 200
